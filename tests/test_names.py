"""Numbers of names: found without spelling them out, the same as those of the names spelled out."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from conftest import TEXTS

import weishang_risk as wr
from weishang_risk.concepts import roles
from weishang_risk.concepts.linear import Bags
from weishang_risk.concepts.names import Names
from weishang_risk.concepts.reader import ConceptReader
from weishang_risk.concepts.role_names import RoleNames
from weishang_risk.reading.document import Document, neighbour_features, sentence_features


def test_a_sentences_numbers_are_those_of_its_names(text: str) -> None:
    for sentence in Document(text).sentences:
        spelled = sentence_features(sentence)
        known = list(dict.fromkeys(spelled))[::2]
        names = Names(known)
        assert Counter(known[number] for number in names.of(sentence)) == Counter(name for name in spelled if name in set(known))
        assert [known[number] for number in names.of_neighbours(sentence)] == [name for name in neighbour_features(sentence) if name in set(known)]


def test_the_places_of_what_stands_around_a_sum_are_those_of_its_names(text: str) -> None:
    document = Document(text)
    spelled = roles.read(document.normalized.text, document.sentences)
    known = list(dict.fromkeys(name for each in spelled for name in each.features))[::2]
    bags = Bags(len(known))
    found = RoleNames({name: place for place, name in enumerate(known)}).of(document.normalized.text, document.sentences, bags)
    assert found == [each._replace(features=()) for each in spelled]
    for each, start, end in zip(spelled, bags.starts, [*bags.starts[1:], len(bags.items)], strict=False):
        assert bags.items[start] == len(known)
        assert Counter(known[place] for place in bags.items[start + 1 : end]) == Counter(name for name in each.features if name in set(known))


@pytest.fixture(scope="module")
def reader() -> ConceptReader:
    return wr.load_model().reader


def test_documents_read_together_are_read_as_each_by_itself(reader: ConceptReader) -> None:
    documents = [Document(text) for text in (*TEXTS, "", "3 4 5", "。")]
    for document, together in zip(documents, reader.read_each(documents), strict=True):
        alone = reader.read(document)
        assert together.document is document and together.sums == alone.sums and together.heads == pytest.approx(alone.heads, abs=1e-9)
        assert np.array_equal(together.logits, alone.logits) and together.roles == pytest.approx(alone.roles, abs=1e-9)


def test_clauses_weighed_at_once_weigh_what_each_does_by_itself(reader: ConceptReader, text: str) -> None:
    concepts = reader.read(Document(text))
    for index, sentence in enumerate(concepts.document.sentences):
        cuts, logits = concepts.clauses(index)
        for start, end, row in zip(cuts, cuts[1:], logits, strict=False):
            own = sentence._replace(tokens=[token for token in sentence.tokens if start <= token.start < end])
            if own.tokens:
                assert row[0] == pytest.approx(concepts.clause_logit(own, "tiers"), abs=1e-9)
