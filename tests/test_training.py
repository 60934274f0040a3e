"""Corpus, splits, training and evaluation."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

import weishang_risk as wr
from training import adapt, change, data, evaluate, metrics, splits, train
from weishang_risk.reading.quantities import read as read_quantities

EXAMPLES = Path(__file__).parents[1] / "examples"
RECORDS = data.load_corpus()


def test_the_corpus_is_large_mixed_and_balanced() -> None:
    assert len(RECORDS) >= 700
    languages = [r["lang"] for r in RECORDS]
    assert languages.count("zh") >= len(RECORDS) * 0.45
    assert languages.count("en") >= len(RECORDS) / 3 - 1
    for risk in range(4):
        assert sum(r["risk"] == risk for r in RECORDS) >= 120
    assert len({r["id"] for r in RECORDS}) == len(RECORDS)
    assert len({r["text"] for r in RECORDS}) == len(RECORDS)


def test_findings_are_slices_of_their_texts() -> None:
    for record in RECORDS:
        for finding in record["findings"]:
            assert 0 <= finding["start"] < finding["end"] <= len(record["text"])
            assert finding["stance"] in ("asserted", "negated", "conditional", "reported")


def test_a_group_never_crosses_a_split() -> None:
    sides: dict[str, set[str]] = {}
    for record in RECORDS:
        if record["group"]:
            sides.setdefault(record["group"], set()).add(splits.split_of(record))
    assert all(len(found) == 1 for found in sides.values())
    assert {splits.split_of(r) for r in RECORDS} == {"train", "validation", "test"}


def some_records() -> list[dict[str, object]]:
    return [r for r in RECORDS if splits.split_of(r) == "train"][:160]


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    records = some_records()
    for name in ("a", "b"):
        wr.RiskModel().fit([str(r["text"]) for r in records], records).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.slow
def test_the_shipped_model_is_what_the_corpus_gives(tmp_path: Path) -> None:
    assert train.main(["--out", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again").read_bytes() == train.SHIPPED.read_bytes()


def test_a_users_csv_becomes_a_model(tmp_path: Path) -> None:
    source = Path(train.__file__).parents[1] / "examples" / "texts" / "labelled.csv"
    out = tmp_path / "mine.model"
    assert train.main(["--data", str(source), "--out", str(out), "--untold"]) == 0
    assert wr.score("交1680元入会,每介绍一位返300,他再介绍你还有100。", model=wr.RiskModel.load(out)).score > 0.5


def test_records_with_the_guides_fields_train_the_readers_too_and_few_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "mine.jsonl", tmp_path / "mine.model"
    source.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in some_records()), encoding="utf-8")
    assert train.main(["--data", str(source), "--out", str(out), "--untold"]) == 0
    assert wr.RiskModel.load(out).reader.sentence.names == wr.load_model().reader.sentence.names
    assert "160 records alone" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,label\nhello,1\n", "at least 10"),
        ("body,label\nhello,1\n", "no column 'text'"),
        ("text,kind\nhello,1\n", "no column 'label'"),
        ("text,label\nhello,maybe\n,1\n", "2 of 2.*line 2: label 'maybe'.*--label-map.*line 3: no text"),
        ("text,label\n", "no rows"),
    ],
)
def test_a_csv_that_cannot_be_used_is_refused_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    source = tmp_path / "bad.csv"
    source.write_text(content, encoding="utf-8")
    assert train.main(["--data", str(source), "--out", str(tmp_path / "x")]) == 2
    import re

    assert re.search(said, capsys.readouterr().err)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_csv_of_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("text,label\n先交两千元入会,1\n本店零售茶叶,0\n".encode(encoding))
    assert data.load_table(tmp_path / "a.csv") == (["先交两千元入会", "本店零售茶叶"], [1, 0], [])


def test_labels_may_be_numbers_or_words() -> None:
    own = data.read_label_map("yes=0,no=1,1=1,2=0")
    assert [data.label_of(cell, own) for cell in ("yes", "Yes", "NO", 1.0, 2.0, "2")] == [0, 0, 1, 1, 0, 0]
    assert data.label_of(True, data.read_label_map("true=0,false=1")) == 0
    assert [data.label_of(cell) for cell in ("1", "0.0", 1.0, "YES", " no ", True, "False", "是", "否", 3)] == [1, 0, 1, 1, 0, 1, 0, 1, 0, 3]
    for cell in ("", "perhaps", None, 4, "1.5", float("nan")):
        with pytest.raises(ValueError, match="--label-map"):
            data.label_of(cell)


@pytest.mark.parametrize("words", ["fraud", "fraud=2x", "fraud=4", ""])
def test_a_label_map_that_makes_no_sense_is_refused(words: str) -> None:
    with pytest.raises(data.DataError, match="should look like fraud=1"):
        data.read_label_map(words)


@pytest.mark.parametrize("words", ["yes=1,yes=0", "Ja=1, ja=0", "1=1,1.0=0"])
def test_a_label_that_is_given_two_meanings_is_refused(words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(data.DataError, match="two meanings"):
        data.read_label_map(words)
    assert data.read_label_map("Ja=1,ja=1,nein=0") == {"Ja": 1, "ja": 1, "nein": 0}
    assert adapt.main([str(tmp_path / "a.csv"), "--label-map", words]) == 2 and "two meanings" in capsys.readouterr().err


def test_what_an_error_about_a_file_advises_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.data").write_bytes("text,label\n先交两千元入会,1\n".encode("gb18030"))
    command = ["--data", str(tmp_path / "a.data"), "--dry-run"]
    assert train.main(command) == 2 and "--format csv" in capsys.readouterr().err
    assert train.main([*command, "--format", "csv", "--encoding", "ascii"]) == 2 and "byte 0xcf is not ascii" in capsys.readouterr().err
    assert train.main([*command, "--format", "csv", "--label-column", "y"]) == 2
    assert "it has 'text', 'label'; name the column of labels with --label-column" in capsys.readouterr().err
    assert data.load_table(tmp_path / "a.data", format="csv", encoding="gb18030").texts == ["先交两千元入会"]


def test_a_disk_that_is_full_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path / "m"))

    monkeypatch.setattr(train, "trained", lambda *given: wr.load_model())
    monkeypatch.setattr("weishang_risk.place.write", full)
    assert train.main(["--data", str(EXAMPLES / "texts" / "labelled.csv"), "--out", str(tmp_path / "m"), "--untold"]) == 2
    assert capsys.readouterr().err.splitlines() == [f"training.train: {tmp_path / 'm'}: {os.strerror(errno.ENOSPC)}"]


def test_a_model_that_is_read_only_is_told_of_before_anything_is_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "trained", pytest.fail)
    wr.load_model().save(tmp_path / "m")
    (tmp_path / "m").chmod(0o444)
    assert train.main(["--data", str(EXAMPLES / "texts" / "labelled.csv"), "--out", str(tmp_path / "m"), "--untold"]) == 2
    assert "m: it is read-only" in capsys.readouterr().err


def test_a_file_of_records_that_cannot_be_read_is_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n' + "[" * 60_000, encoding="utf-8")
    with pytest.raises(data.DataError, match=r"a\.jsonl: 1 broken line.*line 2"):
        data.read_jsonl(tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_bytes('{"text": "传销"}'.encode("gb18030"))
    with pytest.raises(data.DataError, match="not in UTF-8"):
        data.read_jsonl(tmp_path / "b.jsonl")


def test_one_bad_row_is_told_by_line_and_the_rest_is_used(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "a\u2028b", "label": 1}\n{broken\n{"text": "c", "label": "no"}\n', encoding="utf-8")
    texts, labels, unused = data.load_table(tmp_path / "b.jsonl")
    assert (texts, labels) == (["a\u2028b", "c"], [1, 0])
    assert len(unused) == 1 and unused[0].startswith("line 2: no JSON")


def test_where_little_of_use_remains_the_whole_is_refused_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "a", "label": 1}\n{broken\n[1]\n', encoding="utf-8")
    with pytest.raises(data.DataError, match=r"2 of 3.*line 2.*line 3"):
        data.load_table(tmp_path / "b.jsonl")


def test_a_csv_with_the_guides_fields_is_read_as_records(tmp_path: Path) -> None:
    fields = ["text", *data.GUIDE_FIELDS, "buyin_amount", "income_amount", "income_period", "inventory", "named", "findings"]
    records = [r for r in some_records() if all(field in r for field in data.GUIDE_FIELDS)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fields, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**r, "findings": json.dumps(r["findings"], ensure_ascii=False)} for r in records)
    texts, labels, unused = data.load_table(tmp_path / "a.csv")
    assert texts == [r["text"] for r in records] and not unused
    assert labels == [{field: r.get(field) for field in fields} for r in records]


def test_a_row_that_lacks_cells_or_has_findings_that_are_none_is_told(tmp_path: Path) -> None:
    head = "text,risk,voice,recruit,buyin,income,findings,tiers\n"
    rows = "a,0,offer,0,0,0,[]\nb,0,offer,0,0,0,{,\nc,0,offer,x,0,0,,2\nd,3,offer,2,2,2,,unlimited\n"
    (tmp_path / "a.csv").write_text(head + rows, encoding="utf-8")
    texts, labels, unused = data.load_table(tmp_path / "a.csv")
    assert texts == ["a", "d"] and [label["tiers"] for label in labels] == [None, "unlimited"]
    assert "line 3: findings" in unused[0] and "line 4: recruit" in unused[1]


def test_words_of_ones_own_become_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = (EXAMPLES / "texts" / "labelled.csv").read_text(encoding="utf-8")
    renamed = "\n".join(line[:-1] + {"1": "fraud", "0": "fine"}[line[-1]] if line[-1:] in ("0", "1") else line for line in source.splitlines())
    (tmp_path / "mine.csv").write_text(f"{renamed}\nhello,perhaps\n", encoding="utf-8")
    arguments = ["--data", str(tmp_path / "mine.csv"), "--out", str(tmp_path / "mine.model"), "--untold"]
    assert train.main(arguments) == 2
    assert train.main([*arguments, "--label-map", "fraud=1,fine=0"]) == 0
    assert "1 of " in (said := capsys.readouterr().err) and "label 'perhaps'" in said
    assert (tmp_path / "mine.model").exists()


@pytest.mark.slow
def test_texts_added_to_the_corpus_are_reported_on_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A part of the corpus tells as much as the whole, which would be trained on six times.
    monkeypatch.setattr(data, "load_corpus", lambda: RECORDS[::30])
    target = tmp_path / "m.model"
    arguments = ["--data", str(EXAMPLES / "texts" / "labelled.csv"), "--add-to-corpus", "2"]
    assert train.main([*arguments, "--dry-run"]) == 0
    told = capsys.readouterr().err
    assert "your texts, 2-fold" in told and "test split of the corpus" in told and "newly wrong" in told
    assert train.main([*arguments, "--out", str(target)]) == 0 and target.exists()


def test_one_word_may_be_the_positive_label_and_any_other_the_negative(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = (EXAMPLES / "texts" / "labelled.csv").read_text(encoding="utf-8")
    renamed = "\n".join(line[:-1] + {"1": "Ja", "0": "nein"}[line[-1]] if line[-1:] in ("0", "1") else line for line in source.splitlines())
    (tmp_path / "mine.csv").write_text(f"{renamed}\nhello,\n", encoding="utf-8")
    arguments = ["--data", str(tmp_path / "mine.csv"), "--out", str(tmp_path / "mine.model"), "--untold"]
    assert train.main([*arguments, "--positive", "si"]) == 2 and "no label of mine.csv is si" in capsys.readouterr().err
    assert train.main([*arguments, "--positive", "ja", "--rejects", str(tmp_path / "rejects.txt")]) == 0
    plain = data.load_table(EXAMPLES / "texts" / "labelled.csv")
    assert data.load_table(tmp_path / "mine.csv", label_map=data.Positive(["ja"])).labels == plain.labels
    assert (tmp_path / "rejects.txt").read_text(encoding="utf-8").startswith(f"line {len(renamed.splitlines()) + 1}: label")
    assert train.main([*arguments, "--positive", "ja", "--label-map", "ja=1"]) == 2


@pytest.mark.slow
def test_what_changes_is_told_before_a_model_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "load_corpus", lambda: [r for r in RECORDS if splits.split_of(r) == "test"][:60])
    target = tmp_path / "mine.model"
    arguments = ["--data", str(EXAMPLES / "texts" / "labelled.csv"), "--out", str(target)]
    assert train.main([*arguments, "--folds", "2"]) == 0
    first = capsys.readouterr().err
    assert "beside the shipped model" in first and "your texts, 2-fold cross-validation" in first
    assert "test split of the corpus: 60 texts" in first and first.index("newly wrong") < first.index("wrote mine.model")
    before = target.read_bytes()
    assert train.main([*arguments, "--folds", "0", "--dry-run"]) == 0
    second = capsys.readouterr().err
    assert "beside mine.model" in second and "newly right 0" in second and "cross-validation" not in second
    assert target.read_bytes() == before


def test_what_is_no_model_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "diary.txt").write_text("dear diary", encoding="utf-8")
    assert train.main(["--data", str(EXAMPLES / "texts" / "labelled.csv"), "--out", str(tmp_path / "diary.txt")]) == 2
    assert (tmp_path / "diary.txt").read_text(encoding="utf-8") == "dear diary" and "diary.txt" in capsys.readouterr().err


def test_newly_right_and_newly_wrong_texts_are_shown_and_the_farthest_moved_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "resamples", lambda groups: [np.arange(len(groups))] * 2)
    texts = ["a\x1b[31m", "b", "c", "d", "e"]
    told = change.lines("t", texts, np.array([1, 1, 0, 1, 0]), texts, np.array([0.4, 0.1, 0.3, 0.9, 0.1]), np.array([0.6, 0.9, 0.8, 0.9, 0.1]))
    shown = "\n".join(told)
    assert "newly right 2" in shown and "newly wrong 1" in shown and "\x1b" not in shown
    assert shown.index("0.10 to 0.90, pyramid: b") < shown.index("0.40 to 0.60, pyramid: a?[31m") < shown.index("0.30 to 0.80, none: c")


def test_a_text_is_never_judged_by_a_model_that_saw_its_like() -> None:
    texts, labels = [f"t{i // 2}" for i in range(60)], [i // 2 % 2 for i in range(60)]
    seen: list[set[str]] = []

    def trainer(rows: object) -> wr.RiskModel:
        seen.append({texts[i] for i in np.asarray(rows)})
        return wr.load_model()

    assert len(change.cross_validated(texts, labels, trainer, 5)) == 60 and len(seen) == 5
    assert all(len(part) == 24 for part in seen)


def test_too_few_texts_for_cross_validation_are_told_not_hidden() -> None:
    def trainer(_: object) -> wr.RiskModel:
        raise ValueError("at least 10 of each class")

    (line,) = change.on_own(["a", "b"] * 10, [1, 0] * 10, wr.load_model(), trainer, 2)
    assert "not done" in line and "at least 10" in line


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ({"findings": [{"signal": "charm", "start": 0, "end": 1, "stance": "asserted"}]}, "findings"), ({"findings": [3]}, "findings"),
        ({"findings": [{"signal": "tiers", "start": 0, "end": 9999, "stance": "asserted"}]}, "no part of the text"),
        ({"findings": [{"signal": "tiers", "start": 0, "end": 1}]}, "stance"), ({"findings": 3}, "no list"),
        ({"sums": [{"start": 0, "end": 1}]}, "sums"), ({"named": "much"}, "named"), ({"inventory": 7}, "inventory"), ({"buyin_amount": "much"}, "buyin_amount"),
    ],
)  # fmt: skip
def test_a_record_that_training_could_not_use_is_left_out_by_line(tmp_path: Path, spoil: dict[str, object], said: str) -> None:
    records = [*some_records()[:2], some_records()[2] | spoil]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    table = data.load_table(tmp_path / "a.jsonl")
    assert len(table.texts) == 2 and table.unused[0].startswith("line 3: ") and said in table.unused[0]


@pytest.mark.parametrize("options", [["--rejects", "mine.csv"], ["--rejects", "m"], ["--out", "no/m"], ["--out", "."], ["--add-to-corpus", "nan"]])
def test_what_could_not_be_written_is_refused_before_anything_is_read(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text("text,label\nx,maybe\n", encoding="utf-8")
    with contextlib.suppress(SystemExit):
        assert train.main(["--data", "mine.csv", "--out", "m", *options]) == 2
    assert "maybe" not in capsys.readouterr().err
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["text,label\nx,maybe\n"]


def test_own_data_never_overwrites_the_shipped_model() -> None:
    with pytest.raises(SystemExit):
        train.main(["--data", "x.csv"])


def test_an_interval_holds_its_figure() -> None:
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 2, 80)
    scores = np.clip(labels * 0.4 + rng.random(80) * 0.6, 0, 1)
    value, low, high = metrics.interval(metrics.auc, labels, scores, [f"g{i // 2}" for i in range(80)])
    assert low <= value <= high


def test_perfect_scores_have_perfect_figures() -> None:
    labels = np.array([0, 0, 1, 1])
    assert metrics.auc(labels, labels.astype(float)) == metrics.f1(labels, labels.astype(float)) == 1
    assert metrics.ece(labels, labels.astype(float)) == 0


def test_a_pair_counts_only_when_both_sides_are_right() -> None:
    records = [{"group": "a", "risk": 3}, {"group": "a", "risk": 0}, {"group": "b", "risk": 2}, {"group": "b", "risk": 1}]
    assert evaluate.pairs(records, np.array([0.9, 0.1, 0.9, 0.8])) == (1, 2)


def test_stated_sums_stand_in_their_texts() -> None:
    from weishang_risk.reading.normalize import NormalizedText

    missing = []
    for record in RECORDS:
        quantities = read_quantities(NormalizedText(record["text"]).text)
        values = {v for q in quantities for v in (q.low, q.high)}
        for field in ("buyin_amount", "income_amount"):
            if record[field] is not None and record[field] not in values:
                missing.append((record["id"], field, record[field]))
    assert len(missing) <= 0.06 * len(RECORDS), missing[:20]
