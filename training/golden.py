"""What the shipped model makes of some 500 texts, held as scores and checksums, so that what is made faster stays the same.

``python -m training.golden`` tells which texts are read otherwise than ``tests/golden.json`` holds; ``--renew`` writes that file
anew, which is for a change that is meant to change readings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from weishang_risk import score_many

from . import data

GOLDEN = Path(__file__).parent.parent / "tests" / "golden.json"
#: Texts of the corpus, and how many longer ones are made of so many neighbours each.
TEXTS, JOINED, NEIGHBOURS = 460, 40, (3, 12)
#: How far a score or a logit may move.
NEAR = 1e-9
#: Values of a contract that follow from sums of floating-point numbers.
_SUMS = frozenset(("score", "logit", "intercept"))


def texts() -> Iterator[tuple[str, str]]:
    """Names and texts: corpus texts at even distances over its files, and long ones made of neighbours."""
    records = data.load_corpus()
    for place in range(TEXTS):
        record = records[place * len(records) // TEXTS]
        yield f"{record['id']}", record["text"]
    for place in range(JOINED):
        first = place * (len(records) - NEIGHBOURS[-1]) // JOINED
        count = NEIGHBOURS[place % len(NEIGHBOURS)]
        yield f"{records[first]['id']} and {count - 1} after it", "\n\n".join(r["text"] for r in records[first : first + count])


def numbers(contract: Any) -> Iterator[float]:
    """Scores and logits of a contract, in its order."""
    if isinstance(contract, dict):
        for name, value in contract.items():
            if name in _SUMS:
                yield value
            else:
                yield from numbers(value)
    elif isinstance(contract, list):
        for item in contract:
            yield from numbers(item)


def _rest(contract: Any) -> Any:
    if isinstance(contract, dict):
        return {name: _rest(value) for name, value in contract.items() if name not in _SUMS}
    return [_rest(item) for item in contract] if isinstance(contract, list) else contract


def checksum(contract: dict[str, Any]) -> str:
    """One over all of a contract but :func:`numbers`.

    Examples
    --------
    >>> checksum({"score": 0.1, "level": "low"}) == checksum({"score": 0.2, "level": "low"}) != checksum({"level": "high"})
    True
    """
    return hashlib.sha256(json.dumps(_rest(contract), sort_keys=True).encode()).hexdigest()[:16]


def readings() -> dict[str, list[Any]]:
    """Checksum of each text, checksum of its contract, and its scores and logits."""
    names, every = zip(*texts(), strict=True)
    found = {}
    for name, text, report in zip(names, every, score_many(every), strict=True):
        contract = report.to_dict()
        told = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8]
        found[name] = [told, checksum(contract), *(float(f"{number:.12g}") for number in numbers(contract))]
    return found


def differences(held: dict[str, list[Any]], found: dict[str, list[Any]]) -> list[str]:
    """Names of the texts that are read otherwise, with what differs."""
    told = [f"{name}: in one only" for name in held.keys() ^ found.keys()]
    for name in held.keys() & found.keys():
        (text, contract, *before), (text_now, contract_now, *now) = held[name], found[name]
        if text != text_now:
            told.append(f"{name}: another text")
        elif contract != contract_now:
            told.append(f"{name}: features, evidence, plan or another part")
        elif len(before) != len(now) or not all(math.isclose(a, b, rel_tol=NEAR, abs_tol=NEAR) for a, b in zip(before, now, strict=True)):
            told.append(f"{name}: scores or logits")
    return sorted(told)


def held() -> dict[str, list[Any]]:
    """The readings held in the file."""
    found: dict[str, list[Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write anew."""
    parser = argparse.ArgumentParser(prog="training.golden", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write tests/golden.json anew")
    options = parser.parse_args(arguments)
    found = readings()
    if options.renew:
        GOLDEN.write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in found.items()) + "\n}\n", encoding="utf-8")
        print(f"{GOLDEN.name}: {len(found)} readings written")
        return 0
    told = differences(held(), found)
    print("\n".join([*told, f"{len(told)} of {len(found)} texts are read otherwise"]))
    return int(bool(told))


if __name__ == "__main__":
    raise SystemExit(main())
