"""Relations and scope, sentence by sentence: the table is in ``sentences.tsv``."""

from __future__ import annotations

from pathlib import Path

import pytest

import weishang_risk as wr

_TABLE = Path(__file__).with_name("sentences.tsv").read_text(encoding="utf-8")
ROWS = [line.split("\t") for line in _TABLE.splitlines() if line and not line.startswith("#")]
FEATURES = {"tiers": "tier_depth", "recruit": "recruitment", "buyin": "buy_in", "income": "income"}


def unmet(sentence: str, expected: str) -> list[str]:
    """Which expectations a sentence does not meet."""
    report = wr.score(sentence.replace("\\n", "\n"))
    stances = {f"{item['signal']}:{item['stance']}" for item in report.evidence}
    missed = []
    for wanted in expected.split():
        if "=" in wanted:
            name, value = wanted.split("=")
            found = report.voice if name == "voice" else report.features[FEATURES[name]]
            met = ("none" if found is None else str(found)) == value
        elif wanted.startswith("-"):
            met = wanted[1:] not in stances
        else:
            met = wanted in stances
        if not met:
            missed.append(wanted)
    return missed


#: Rows that are read otherwise today; each is owed, and none may be added without a reason in the commit.
OWED = frozenset(Path(__file__).with_name("sentences_owed.txt").read_text(encoding="utf-8").splitlines())


def test_what_is_owed_is_in_the_table_and_still_missed() -> None:
    rows = {row[2]: row[3] for row in ROWS}
    assert all(sentence in rows for sentence in OWED)
    assert len(OWED) <= 6


def test_the_table_is_long_enough_and_has_both_languages() -> None:
    assert len(ROWS) >= 120 and all(len(row) == 4 for row in ROWS)
    assert min(sum(row[0] == language for row in ROWS) for language in ("zh", "en")) >= 50


@pytest.mark.parametrize(("language", "kind", "sentence", "expected"), ROWS, ids=[f"{r[0]}-{r[1]}-{i}" for i, r in enumerate(ROWS)])
def test_a_sentence_is_read_as_the_table_says(language: str, kind: str, sentence: str, expected: str) -> None:
    assert sentence in OWED or not unmet(sentence, expected), f"{language} {kind}: {sentence}"
