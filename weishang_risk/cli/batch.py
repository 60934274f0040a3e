"""``weishang-risk batch``: files of many texts, one row a text, in constant memory."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from ..batch import FailedText, score_many, start_processes
from ..io import columns as ours
from ..io import encodings, streams
from ..io.encodings import InputError
from ..io.streams import STANDARD
from ..io.tables import FORMATS, Broken, Record, Source
from ..io.writers import Writer, output_format, writer
from ..model.risk import RiskModel, load_model
from ..report.report import LEVELS, RiskReport
from . import console
from .checkpoint import Checkpoint, changed_since, fingerprint, forget, part_of
from .pages import MOST, Pages
from .progress import Progress

_LEVELS = [name for _, name in reversed(LEVELS)]
#: Seconds between two checkpoints, and broken records told one by one where there is no --rejects.
_SETTLE, _TOLD = 2.0, 20
#: Columns whose cells name a record.
_IDS = ("id", "ID", "Id", "编号", "编码")
_REJECTS = {"source": "string", "line": "integer", "reason": "string", "record": "string"}


def parser() -> argparse.ArgumentParser:
    """The options of the command line."""
    options = console.Parser(
        "weishang-risk batch",
        "Score files of many texts: CSV, TSV, JSON Lines, plain lines, Parquet; .gz and .zst too. Every row keeps its own cells.",
        f"fields: {', '.join(ours.FIELDS)}",
    )
    options.add_argument("inputs", nargs="+", metavar="IN", help="a file of texts, '-' for standard input")
    options.add_argument("-o", "--output", required=True, metavar="OUT", help="where to write the rows, '-' for standard output; appears whole or not at all")
    options.add_argument("--text-column", default="text", metavar="NAME", help="the column of texts; 'text' by default")
    which = options.add_mutually_exclusive_group()
    which.add_argument("--fields", metavar="A,B", help="what to write of each report; see below")
    which.add_argument("--scores-only", action="store_true", help="write score and level alone")
    options.add_argument("--min-level", choices=_LEVELS, help="write only texts that reach this level; what cannot be judged reaches none")
    options.add_argument("--rejects", metavar="FILE", help="write records that cannot be used here, with line and reason")
    options.add_argument("--html", metavar="FILE", help=f"write a page of the texts, the {MOST} highest at most, and a page for each beside it")
    options.add_argument("--jobs", type=console.jobs, default=1, metavar="N", help="processes; -1 for one a core")
    options.add_argument("--resume", action="store_true", help="go on with an interrupted run of the same command")
    options.add_argument("--format", choices=FORMATS, help="format of the inputs, where their names do not tell it")
    options.add_argument("--output-format", choices=[name for name in FORMATS if name != "lines"], help="format of the output, where its name does not tell it")
    options.add_argument("--raw", action="store_true", help="leave cells that a spreadsheet would run (= + - @) as they are in CSV and TSV")
    console.add_common(options)
    return options


def run(options: argparse.Namespace) -> int:
    """Score every record of some files; see :func:`weishang_risk.cli.entry.run`."""
    wanted = _checked(options)
    sources = [Source(path, options.text_column, options.format, options.encoding) for path in options.inputs]
    own = _joined([source.columns() for source in sources])
    model = console.load(options.model)
    state = Checkpoint({
        "inputs": fingerprint(options.inputs) if _resumable(options) else [],
        "options": {name: value for name, value in vars(options).items() if name not in ("jobs", "resume", "inputs")},
        "model": (model or load_model()).version,
    })  # fmt: skip
    if options.resume:
        earlier = Checkpoint.load(options.output)
        if earlier and earlier.run != state.run:
            raise InputError("the inputs, the options or the model have changed since the run that was interrupted; run again without --resume")
        if earlier and os.path.exists(part_of(options.output)):
            state = earlier
        elif os.path.exists(options.output):
            if newer := changed_since(options.inputs, options.output):
                raise InputError(f"{options.output} is whole, but {newer} has changed since it was written; run again without --resume")
            forget(options.output)
            console.say(f"{options.output} is whole; there is nothing to resume")
            return console.DONE
    called = ours.names(own, wanted)
    prefixed = [name for field, name in called.items() if field != name]
    if prefixed:
        console.say(f"the input has columns of our names; ours are called {', '.join(prefixed)}")
    return _Run(options, sources, model, wanted, called, own, state).work()


def _joined(columns: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The columns of all inputs; where they differ in type, strings."""
    joined: dict[str, Any] = {}
    for name, kind in (item for each in columns for item in each.items()):
        joined[name] = kind if joined.get(name, kind) == kind else "string"
    return joined


def _checked(options: argparse.Namespace) -> tuple[str, ...]:
    """The fields to write, once everything that can be refused has been."""
    known = output_format(options.output, options.output_format)
    if options.encoding:
        encodings.check(options.encoding)
    if options.inputs.count(STANDARD) > 1:
        raise InputError("standard input can be read only once")
    if options.resume and not _resumable(options):
        raise InputError("--resume goes on with a CSV, TSV or JSON Lines file made from files; not with Parquet, a page, a pipe or standard input or output")
    written = [path for path in (options.output, options.rejects, options.html) if path]
    for place, path in enumerate(written):
        streams.check_target(path)
        # What a shell appends to a file that is read would be read too, without end.
        name, shown = ("/dev/stdout", "standard output") if path == STANDARD else (path, path)
        if any(streams.same_file(name, other) for other in options.inputs):
            raise InputError(f"{shown} is an input too; write to another file")
        if any(streams.same_file(part_of(path), other) for other in options.inputs):
            raise InputError(f"{part_of(path)} is an input too, and is written until {path} is whole; rename it")
        if path in written[:place] or any(streams.same_file(path, other) for other in written[:place]):
            raise InputError(f"{path} is named for two outputs; give each a file of its own")
    if options.scores_only:
        return ours.SCORES
    if options.fields:
        return ours.fields(options.fields)
    origin = ("source",) if len(options.inputs) > 1 else ()
    return (*origin, *(ours.CONTRACT if known == "jsonl" else ours.TABLE))


def _resumable(options: argparse.Namespace) -> bool:
    """Whether another run can go on where one stopped."""
    known = output_format(options.output, options.output_format)
    to_file = options.output != STANDARD and not streams.special(options.output)
    once = any(path == STANDARD or (os.path.exists(path) and not streams.rewindable(path)) for path in options.inputs)
    return to_file and known != "parquet" and not options.html and not once


class _Run:
    """One pass over the inputs."""

    def __init__(
        self, options: argparse.Namespace, sources: Sequence[Source], model: RiskModel | None, wanted: Sequence[str],
        called: dict[str, str], own: dict[str, Any], state: Checkpoint,
    ) -> None:  # fmt: skip
        self._options, self._sources, self._model, self._wanted, self._called = options, sources, model, wanted, called
        self._own, self._state = frozenset(own), state
        self._least = _LEVELS.index(options.min_level) if options.min_level else None
        self._resumable = _resumable(options)
        sizes = iter(state.sizes)
        table = own | {called[field]: ours.FIELDS[field] for field in wanted}
        known = output_format(options.output, options.output_format)
        self._any_key = known == "jsonl"
        self._output = writer(options.output, known, table, options.raw, next(sizes, None))
        self._rejects: Writer | None = None
        self._pages: Pages | None = None
        try:
            if options.rejects:
                self._rejects = writer(options.rejects, None if _tells(options.rejects) else "jsonl", _REJECTS, options.raw, next(sizes, None))
            if options.html:
                self._pages = Pages(options.html, options.lang)
        except BaseException:
            # What an earlier run did is not lost because another cannot go on with it.
            self._close(keep=bool(state.sizes))
            raise
        self._settled = time.monotonic()
        self._finished = False
        self._unjudged = 0
        self._read = [0] * len(sources)

    def work(self) -> int:
        """Read, score and write; exit status."""
        total = [streams.size(path) for path in self._options.inputs]
        try:
            self._settle()
            if self._options.jobs != 1:
                # They inherit that, so that an interrupt from the keyboard, which reaches them too, is told once.
                with console.deaf_to_interrupts():
                    start_processes(self._model, self._options.jobs)
            bar = Progress(sum(filter(None, total)) if None not in total else None, False if self._at_terminal() else None)
            with bar:
                for item, outcome in self._scored(islice(self._records(), self._state.done, None)):
                    self._take(item, outcome)
                    bar.advance(sum(self._read))
            self._commit()
        except BrokenProcessPool:
            self._stop()
            raise InputError("a process that scored was ended from outside, for want of memory perhaps; take fewer --jobs") from None
        except BaseException:
            self._stop()
            raise
        self._tell()
        return console.REFUSED if self._useless() else console.DONE

    def _useless(self) -> bool:
        """Whether there were records and none could be used."""
        return self._state.done == self._state.broken > 0

    def _at_terminal(self) -> bool:
        """Whether the rows themselves go to the terminal, where a bar would stand among them."""
        return self._options.output == STANDARD and sys.stdout.isatty()

    def _records(self) -> Iterator[Record | Broken]:
        for place, source in enumerate(self._sources):
            for item in source.records():
                self._read[place] = source.position()
                yield item

    def _scored(self, items: Iterator[Record | Broken]) -> Iterator[tuple[Record | Broken, RiskReport | FailedText]]:
        """Every record with what became of it; a broken one goes through as a text that fails."""
        pending: deque[Record | Broken] = deque()

        def texts() -> Iterator[Any]:
            for item in items:
                pending.append(item)
                yield item.text if isinstance(item, Record) else None

        options = self._options
        for outcome in score_many(texts(), self._model, options.jobs, options.prior, errors="report", jurisdictions=options.law):
            yield pending.popleft(), outcome

    def _take(self, item: Record | Broken, outcome: RiskReport | FailedText) -> None:
        self._state.done += 1
        if isinstance(item, Broken):
            self._reject(item)
        elif isinstance(outcome, FailedText):
            self._reject(Broken(item.source, item.line, outcome.error.replace(f"text {outcome.index} ", "the text ", 1), item.text[:2000]))
        elif not self._any_key and (extra := item.row.keys() - self._own):
            self._reject(Broken(item.source, item.line, f"has {', '.join(map(repr, sorted(extra)))}, which no column was made for; write .jsonl", item.text[:2000]))
        elif self._any_key and (extra := (item.row.keys() - self._own) & set(self._called.values())):
            self._reject(Broken(item.source, item.line, f"has {', '.join(map(repr, sorted(extra)))}, which earlier records had not and we write", item.text[:2000]))
        elif self._least is None or (outcome.level in _LEVELS and _LEVELS.index(outcome.level) >= self._least):
            found = ours.cells(item, outcome, self._wanted)
            self._output.write(item.row | {self._called[field]: value for field, value in found.items()})
            self._state.written += 1
            if self._pages:
                self._pages.add(self._state.done, outcome, self._name(item))
        elif outcome.level not in _LEVELS:
            self._unjudged += 1
        if time.monotonic() - self._settled > _SETTLE:
            self._settle()

    def _name(self, record: Record) -> str:
        """What a page calls a text: its record's own id, else the line it begins in, and the file where there are several."""
        own = next((record.row[key] for key in _IDS if isinstance(record.row.get(key), str | int) and record.row[key] != ""), None)
        place = str(record.line) if own is None else str(own)
        return place if len(self._sources) == 1 else f"{os.path.basename(record.source)}:{place}"

    def _reject(self, broken: Broken) -> None:
        self._state.broken += 1
        if self._rejects:
            self._rejects.write({name: getattr(broken, name) for name in _REJECTS})
        elif self._state.broken <= _TOLD:
            console.say(f"{streams.called(broken.source)} line {broken.line}: {broken.reason}")

    def _settle(self) -> None:
        """Put what is done on the disk, and then that it is done."""
        if self._resumable:
            self._state.sizes = [each.settle() for each in self._writers()]
            self._state.save(self._options.output)
        self._settled = time.monotonic()

    def _writers(self) -> list[Writer]:
        return [each for each in (self._output, self._rejects) if each]

    def _commit(self) -> None:
        """Put what is finished in its place, the rows first, and none where one has no place any more; that is kept, and named."""
        for each in self._writers():
            each.finish()
        self._settle()
        self._finished = True
        try:
            for path in filter(None, (self._options.output, self._options.rejects)):
                streams.check_target(path)
            if self._pages:
                self._pages.check()
            if self._useless():
                # A header alone is worth less than what an earlier run may have left there.
                self._output.close()
                if self._pages:
                    self._pages.close()
            else:
                self._output.commit()
                if self._pages:
                    self._pages.commit()
            if self._rejects:
                self._rejects.commit()
        except (InputError, OSError) as error:
            why = error if isinstance(error, InputError) else f"{error.filename or 'output'}: {error.strerror or error}"
            raise InputError(f"{why}; {self._kept()}") from None
        if self._resumable:
            forget(self._options.output)

    def _kept(self) -> str:
        """Where that is which was finished and is not in its place, and what can be done with it."""
        parts = [each.part for each in self._writers()] + [self._pages.made if self._pages else None]
        there = [part for part in parts if part and os.path.exists(part)]
        again = ", or mend that and add --resume" if self._resumable and self._output.part in there else ""
        return f"what is finished is kept in {', '.join(there)}: rename it{again}"

    def _stop(self) -> None:
        """Leave what is finished, or what another run can go on with, and nothing else."""
        keep = self._resumable or self._finished
        if keep and not self._finished:
            try:
                self._settle()
                console.say(f"stopped after {self._state.done} texts; --resume goes on from there ({part_of(self._options.output)})")
            except OSError:
                console.say(f"stopped; --resume goes on from the last {_SETTLE:.0f} seconds before")
        self._close(keep)

    def _close(self, keep: bool) -> None:
        for each in self._writers():
            each.close(keep)
        if self._pages:
            self._pages.close(keep)

    def _tell(self) -> None:
        state = self._state
        if state.broken:
            where = f"see {self._options.rejects}" if self._rejects else "--rejects FILE keeps them"
            left = f"; nothing is written to {self._options.output}" if self._useless() and self._output.part else ""
            console.say(f"{state.broken} of {state.done} records could not be used; {where}{left}")
        if self._unjudged:
            console.say(f"{self._unjudged} texts could not be judged and were left out by --min-level")
        if self._output.neutralised:
            console.say(f"{self._output.neutralised} cells that a spreadsheet would run were given an apostrophe; --raw leaves them")
        if self._pages and self._pages.seen > MOST:
            console.say(f"the page shows the {MOST} highest of {self._pages.seen} texts")
        if sys.stderr.isatty():
            console.say(f"{state.done} records read, {state.written} rows written")


def _tells(path: str) -> bool:
    """Whether a name tells a format that can be written."""
    try:
        output_format(path)
    except InputError:
        return False
    return True
