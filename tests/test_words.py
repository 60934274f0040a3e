"""Runs of Han characters are cut as jieba cuts them, with the lexicon's terms as words."""

from __future__ import annotations

import re
from functools import lru_cache

import jieba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import data
from training.words import FOLDER, built
from weishang_risk.language import lexicon
from weishang_risk.reading import words


@lru_cache(maxsize=1)
def tokenizer() -> jieba.Tokenizer:
    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    for form, term in lexicon.load().items():
        if term.lang == "zh" and len(form) > 1:
            frequency = max(made.FREQ.get(form, 0), 60)
            made.total += frequency - made.FREQ.get(form, 0)
            made.FREQ[form] = frequency
            for length in range(1, len(form)):
                made.FREQ.setdefault(form[:length], 0)
    made.initialized = True
    return made


def by_jieba(run: str) -> set[int]:
    found, at = {0}, 0
    for word in tokenizer().cut(run, HMM=False):
        at += len(word)
        found.add(at)
    return found


def test_all_words_together_are_as_frequent_as_in_jieba() -> None:
    assert words.dictionary().total == tokenizer().total


def test_runs_of_the_corpus_are_cut_as_jieba_cuts_them() -> None:
    for record in data.load_corpus()[::40]:
        for run in re.findall(r"[\u4e00-\u9fd5a-z0-9]+", record["text"]):
            assert words.edges(run) == by_jieba(run), run


@given(st.text(st.sampled_from(list("代理下线产品上发展三级分销中华人民共和国a1")), max_size=40))
def test_any_run_is_cut_as_jieba_cuts_it(run: str) -> None:
    assert words.edges(run) == (by_jieba(run) if run else {0})


@given(st.text(st.sampled_from(list("代理下线产品上发展三级分销")), min_size=1, max_size=12), st.data())
def test_a_position_is_crossed_where_a_word_of_up_to_three_characters_on_either_side_lies_across(run: str, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(run)))
    across = any(
        tokenizer().FREQ.get(run[start:end])
        for start in range(max(0, at - 3), at) for end in range(at + 1, min(len(run), at + 3) + 1)
    )  # fmt: skip
    assert words.Lattice(["产品", run, "下线"]).crossed(1, at) == across


def test_the_word_of_the_last_key_is_found_once() -> None:
    keys, counts = words.arrays({"产品": 3, "代理": 5, "发展下线": 7})
    book = words.Dictionary.of(keys, counts, 15)
    places, found = book.words_among(keys)
    assert places == sorted(set(places)) and len(found) == len(places)


def test_a_word_beyond_the_run_does_not_count() -> None:
    lattice = words.Lattice(["普", "天下线", "下线"])
    assert lattice.crossed(1, 2) and lattice.crossed(1, 1)
    assert not any(lattice.crossed(place, 0) for place in range(3))
    assert words.Lattice([]).crossed(0, 0) is False


@given(st.lists(st.text(st.sampled_from(list("代理下线产品上发展三级分销中华人民共和国a1")), max_size=20), min_size=1, max_size=6))
def test_runs_looked_up_together_are_cut_as_each_alone(runs: list[str]) -> None:
    lattice = words.Lattice(runs)
    assert [lattice.edges(place) for place in range(len(runs))] == [words.edges(run) for run in runs]


def test_two_words_of_one_key_or_a_word_that_is_too_long_are_refused() -> None:
    with pytest.raises(ValueError, match="longer than 16"):
        words.arrays({"长" * 17: 1})
    keys, counts = words.arrays({"代理": 5, "代": 0, "理": 7})
    assert words.arrays({"一二三四五": 3})[1].tolist() in ([3, 1 << 31], [1 << 31, 3])
    assert len(keys) == 2 and sorted(counts.tolist()) == [5, 7] and (np.diff(keys.astype(object)) > 0).all()


@pytest.mark.slow
def test_the_shipped_arrays_are_those_of_the_installed_dictionary() -> None:
    for name, array in built().items():
        assert np.array_equal(np.load(FOLDER / name), array)
