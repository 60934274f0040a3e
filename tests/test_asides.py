"""Copies of training texts with asides: the same text, labels and clauses, beside something else."""

from __future__ import annotations

from training import asides, attack, data, splits


def test_a_copy_holds_the_text_whole_and_its_spans_say_what_they_said() -> None:
    records = [r for r in data.load_corpus() if splits.split_of(r) != "test"][:3000]
    copies = asides.copies(records)
    originals = {record["id"]: record for record in records}
    assert 0.8 < len(copies) * asides.EVERY / len(records) < 1.2
    for copy in copies:
        original = originals[copy["id"]]
        assert original["text"] in copy["text"] and len(copy["text"]) > len(original["text"])
        assert all(copy[name] == value for name, value in original.items() if name not in ("text", "sums", "findings"))
        for field in ("sums", "findings"):
            said = [[r["text"][span["start"] : span["end"]] for span in r[field]] for r in (original, copy)]
            assert said[0] == said[1]


def test_both_verdicts_have_copies_alike() -> None:
    records = data.load_corpus()
    copied = {record["id"] for record in asides.copies(records)}
    shares = [[record["id"] in copied for record in records if (record["risk"] >= 2) == told] for told in (True, False)]
    first, second = (sum(share) / len(share) for share in shares)
    assert abs(first - second) < 0.02


def test_what_the_attacker_pads_with_was_not_trained_on() -> None:
    known = {text for texts in asides.asides().values() for text in texts}
    assert not known & {text.strip() for text in attack._HARMLESS + attack._HARMLESS_EN} and len(known) >= 80
