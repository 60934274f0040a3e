"""Training: from labelled texts to the arrays a model is made of. The only module that needs scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ..concepts.linear import LinearHeads
from ..concepts.reader import (
    CHOICE,
    CHOSEN,
    POOLED,
    WORDING_HEADS,
    ConceptReader,
    choice_features,
    eligible,
    pooled,
)
from ..concepts.registry import BY_FINDING, CONCEPTS, DOCUMENT_HEADS, SENTENCE_HEADS, VOICES
from ..concepts.roles import ROLES, Sum
from ..concepts.roles import read as read_sums
from ..plan.depth import CANDIDATE, candidate_features, candidates, depth, proposals
from ..plan.rewards import emphasis
from ..reading.document import Document, check_text, readable, unpaired, wording
from .logistic import fit_heads
from .terms import FALLING, RISING, TERMS, mitigation_strength, terms

#: Inverse regularisation strengths, chosen by group-wise cross-validation (training/README.md).
C_DEPTH = 3.0
C_SENTENCE, C_DOCUMENT, C_SUMS, C_CHOICE, C_WORDING = 0.12, 0.2, 0.3, 3.0, 10.0
MIN_COUNT, MIN_COUNT_OF_MANY, MANY = 3, 5, 4000
FOLDS = 4

Progress = Callable[[str], None]


def document_targets(record: dict[str, Any]) -> list[int]:
    """Which of :data:`DOCUMENT_HEADS` hold for a record: 1 yes, 0 no, -1 not known."""
    levels = [(concept.level(record), least) for concept in CONCEPTS for least in concept.levels]
    # What nobody labelled is not known.
    return [*(-1 if level is None else int(level >= least) for level, least in levels), *(int(record["voice"] == voice) for voice in VOICES)]


def sentence_targets(record: dict[str, Any], document: Document) -> NDArray[np.int8]:
    """Which sentences tell which of :data:`SENTENCE_HEADS`: 1 yes, 0 no, -1 not known.

    A record's ``findings`` name the decisive clauses. Where a text has a concept, its other sentences may tell it too, so
    they are left out of that head's training. Without findings nothing is known of a positive text's sentences.
    """
    targets = np.zeros((len(document.sentences), len(SENTENCE_HEADS)), dtype=np.int8)
    levels = {concept.name: concept.level(record) for concept in CONCEPTS}
    strong = {concept.name: (levels[concept.name] or 0) >= concept.told_from for concept in CONCEPTS}
    spans = [document.normalized.to_original(s.start, s.end) for s in document.sentences]
    for finding in record.get("findings", ()):
        signal = BY_FINDING[finding["signal"]].name if finding["signal"] in BY_FINDING else finding["signal"]
        if signal != "mitigation":
            if finding["stance"] == "negated":
                signal += "!"
            elif not strong[signal]:
                continue
        column = SENTENCE_HEADS.index(signal)
        length = finding["end"] - finding["start"]
        for row, (start, end) in enumerate(spans):
            if min(end, finding["end"]) - max(start, finding["start"]) >= max(1, min(4, length // 2)):
                targets[row, column] = 1
    for signal, level in levels.items():
        if level is None:
            targets[:, SENTENCE_HEADS.index(signal)] = targets[:, SENTENCE_HEADS.index(f"{signal}!")] = -1
    for signal, present in strong.items():
        if present:
            others = targets[:, SENTENCE_HEADS.index(signal)]
            others[others == 0] = -1
    return targets


def role_targets(record: dict[str, Any], document: Document, sums: Sequence[Sum]) -> list[list[int]]:
    """For every sum of a text, which of :data:`ROLES` it is: 1 yes, 0 no, -1 not known.

    A record's ``sums`` give each one's role; without them only the buy-in's and the income's amounts are known.
    """
    rows = []
    labelled = record.get("sums")
    for found in sums:
        values = (found.quantity.low, found.quantity.high)
        row = [-1] * len(ROLES)
        if labelled is not None:
            start, end = document.normalized.to_original(found.quantity.start, found.quantity.end)
            role = next((each["role"] for each in labelled if each["start"] < end and start < each["end"]), "other")
            role = "reward2" if role.startswith("reward") and role not in ROLES else "other" if role not in ROLES else role
            row = [int(name == role) for name in ROLES]
        else:
            for role, field in (("entry", "buyin_amount"), ("income", "income_amount")):
                row[ROLES.index(role)] = int(record.get(field) in values and record[field] is not None)
        rows.append(row)
    return rows


def chosen_targets(record: dict[str, Any], role: str, sums: Sequence[Sum]) -> list[int]:
    """Which rows of :func:`~weishang_risk.concepts.reader.choice_features` are right: sums of the amount stated, else none of them."""
    amount = record.get({"entry": "buyin_amount", "income": "income_amount"}[role])
    places = eligible(sums)
    if amount is None:
        return [len(places)]
    return [row for row, place in enumerate(places) if amount in (sums[place].quantity.low, sums[place].quantity.high)]


def vocabulary(bags: Sequence[Sequence[str]], min_count: int | None = None) -> list[str]:
    """Names that occur in at least ``min_count`` bags, sorted; by default in more where there are many bags."""
    if min_count is None:
        min_count = MIN_COUNT if len(bags) < MANY else MIN_COUNT_OF_MANY
    counts: Counter[str] = Counter()
    for bag in bags:
        counts.update(set(bag))
    return sorted(name for name, count in counts.items() if count >= min_count)


def matrix(bags: Sequence[Sequence[str]], names: Sequence[str]) -> sp.csr_matrix:
    """Presence of names in bags."""
    index = {name: i for i, name in enumerate(names)}
    pointers, columns = [0], []
    for bag in bags:
        columns.extend(sorted({index[name] for name in bag if name in index}))
        pointers.append(len(columns))
    return sp.csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(bags), len(names)))


def by_length(features: sp.csr_matrix) -> sp.csr_matrix:
    """Rows over the square root of how many features they have; see :meth:`LinearHeads.scaled_logits`."""
    lengths = np.sqrt(np.maximum(np.asarray(features.sum(axis=1)).ravel(), 1))
    return sp.csr_matrix(sp.diags(1 / lengths) @ features)


def rarity(features: sp.csr_matrix) -> NDArray[np.float64]:
    """How rare each feature is, about 1 on average: a rare word says more of a text than a common one, so it is held back less."""
    counts = np.asarray(features.sum(axis=0)).ravel()
    return np.asarray((np.log((1 + features.shape[0]) / (1 + counts)) + 1) / _USUAL, dtype=np.float64)


#: Rarity of a feature that about one text in twenty has.
_USUAL = 4.0


def _logistic(
    features: sp.csr_matrix, target: NDArray[np.integer], strength: float, weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], float]:
    positives = int((target == 1).sum())
    if positives < 3 or positives > len(target) - 3:
        odds = (positives + 0.5) / (len(target) - positives + 0.5)
        return np.zeros(features.shape[1]), float(np.log(odds))
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=300, tol=1e-3)
    model.fit(features, target, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def fit_sentence_heads(
    documents: Sequence[Document], targets: Sequence[NDArray[np.int8]], weights: NDArray[np.float64]
) -> LinearHeads:
    """Train :data:`SENTENCE_HEADS`."""
    bags = [features for document in documents for features in document.features]
    stacked = np.vstack([t for t in targets if len(t)])
    repeated = np.repeat(weights, [len(d.features) for d in documents])
    names = vocabulary(bags)
    features = matrix(bags, names)
    table, bias = fit_heads(features, stacked, C_SENTENCE, repeated)
    return LinearHeads(SENTENCE_HEADS, names, table, bias)


class Examples(NamedTuple):
    """What document heads are trained on, one entry a text.

    Attributes
    ----------
    bags : list of list of str
    pools : ndarray of shape (n_texts, POOLED)
    targets : ndarray of shape (n_texts, n_document_heads)
        1 yes, 0 no, -1 not known.
    weights : ndarray of shape (n_texts,)
    """

    bags: list[list[str]]
    pools: NDArray[np.float64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float64]

    def joined(self, others: Sequence[Examples]) -> Examples:
        """These and others."""
        every = [self, *others]
        return Examples([bag for part in every for bag in part.bags], np.vstack([part.pools for part in every]),
                        np.vstack([part.targets for part in every]), np.concatenate([part.weights for part in every]))


def clauses_alone(
    record: dict[str, Any], document: Document, sentences: NDArray[np.int8], logits: NDArray[np.float64],
    sums: Sequence[Sum], roles: NDArray[np.float64], weight: float,
) -> Examples:
    """Sentences of a text as texts of their own, for the concepts that are known of them.

    A poster is one sentence; without these the heads would only have seen that sentence inside longer texts. Of the sentences
    that tell nothing every third is taken, so that they do not drown the others.
    """
    whole = document_targets(record)
    bags, pools, targets = [], [], []
    for index, features in enumerate(document.features):
        known = [-1] * len(DOCUMENT_HEADS)
        for place, head in enumerate(DOCUMENT_HEADS):
            concept = head.split(">=")[0]
            if concept in SENTENCE_HEADS:
                told = sentences[index, SENTENCE_HEADS.index(concept)]
                known[place] = whole[place] if told == 1 else 0 if told == 0 and index % 3 == 0 else -1
        if features and max(known) >= 0:
            sentence = document.sentences[index]
            words = wording(document.normalized.text[sentence.start : sentence.end])
            bags.append(unpaired([*features, *words]))
            own = [place for place, found in enumerate(sums) if found.sentence == index]
            pools.append(pooled(logits[index : index + 1], roles[own]))
            targets.append(known)
    return Examples(bags, np.array(pools).reshape(len(bags), POOLED), np.array(targets, dtype=np.int64).reshape(len(bags), len(DOCUMENT_HEADS)),
                    np.full(len(bags), weight * ALONE))


def fit_document_heads(texts: Examples, clauses: Sequence[Examples]) -> tuple[LinearHeads, NDArray[np.float64]]:
    """Train :data:`DOCUMENT_HEADS` on the union of sentence features and the pooled sentence logits."""
    names = vocabulary(texts.bags)
    every = texts.joined(clauses)
    held = matrix(every.bags, names)
    scale = DOCUMENT_SCALE * rarity(held)
    features = sp.hstack([by_length(held) @ sp.diags(scale), sp.csr_matrix(every.pools)]).tocsr()
    table, bias = fit_heads(features, every.targets, C_DOCUMENT, every.weights)
    size = len(names)
    return LinearHeads(DOCUMENT_HEADS, names, table[:size] * scale[:, None], bias), table[size:]


#: Weight of a sentence as a text of its own beside a whole text.
ALONE = 0.3
#: How much the single skeleton features of a whole text count beside the pooled sentence logits in regularisation.
DOCUMENT_SCALE = 3.0


def fit_roles(
    documents: Sequence[Document], records: Sequence[dict[str, Any]], sums: Sequence[Sequence[Sum]], weights: NDArray[np.float64]
) -> LinearHeads:
    """Train :data:`ROLES`."""
    bags, targets, repeated = [], [], []
    for document, record, own, weight in zip(documents, records, sums, weights, strict=True):
        bags += [found.features for found in own]
        targets += role_targets(record, document, own)
        repeated += [weight] * len(own)
    names = vocabulary(bags)
    features = matrix(bags, names)
    stacked, counted = np.array(targets, dtype=np.int64).reshape(-1, len(ROLES)), np.array(repeated)
    table, bias = fit_heads(features, stacked, C_SUMS, counted)
    return LinearHeads(ROLES, names, table, bias)


def _fit_ranker(
    tables: Sequence[NDArray[np.float64]], right: Sequence[Sequence[int]], weights: Sequence[float], strength: float
) -> NDArray[np.float64]:
    """Weights under which a right row of each table is the likeliest of its rows: a conditional logistic regression.

    Returns
    -------
    ndarray of shape (n_columns,)
        Without a bias: the rows of one table are compared with one another.
    """
    from scipy.optimize import minimize

    starts = np.cumsum([0, *(len(table) for table in tables[:-1])])
    rows = np.vstack(tables)
    spread = rows.std(axis=0) + 1e-9
    rows = rows / spread
    of = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    good = np.zeros(len(rows))
    for start, own in zip(starts, right, strict=True):
        good[start + np.array(own)] = 1.0
    counted = np.array(weights)

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ point
        scores -= np.maximum.reduceat(scores, starts)[of]
        odds = np.exp(scores)
        whole = np.add.reduceat(odds, starts)
        kept = np.maximum(np.add.reduceat(odds * good, starts), 1e-12)
        value = -float((counted * np.log(kept / whole)).sum()) + float(point @ point) / (2 * strength)
        slope = (odds / whole[of] - odds * good / kept[of]) * counted[of]
        return value, rows.T @ slope + point / strength

    found: NDArray[np.float64] = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    ranked: NDArray[np.float64] = found / spread
    return ranked


#: A text that states a sum counts this much more than one that states none, of which there are far more.
_STATED = 3.0


def fit_choice(
    records: Sequence[dict[str, Any]], sums: Sequence[Sequence[Sum]], logits: Sequence[NDArray[np.float64]],
    roles: Sequence[NDArray[np.float64]], heads: Sequence[dict[str, float]], weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Train which of a text's sums is the one, or none, on logits from folds that had not seen the text.

    Returns
    -------
    ndarray of shape (len(CHOICE), len(CHOSEN))
    """  # fmt: skip
    table = np.zeros((len(CHOICE), len(CHOSEN)))
    for place, role in enumerate(CHOSEN):
        tables, right, counted = [], [], []
        for record, own, weight, *read in zip(records, sums, weights, logits, roles, heads, strict=True):
            if not (rows := chosen_targets(record, role, own)):
                continue
            tables.append(choice_features(role, own, *read))
            right.append(rows)
            counted.append(weight * (_STATED if rows != [len(tables[-1]) - 1] else 1.0))
        if tables:
            table[:, place] = _fit_ranker(tables, right, counted, C_CHOICE)
    return table


def fit_depth(
    records: Sequence[dict[str, Any]], documents: Sequence[Document], logits: Sequence[NDArray[np.float64]],
    heads: Sequence[dict[str, float]], weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Train which of the depths that a text proposes holds, on logits from folds that had not seen the text.

    Returns
    -------
    ndarray of shape (CANDIDATE,)
        Without a bias: the values of one text are compared with one another.
    """  # fmt: skip
    tables, right, counted = [], [], []
    place = SENTENCE_HEADS.index("tiers")
    for record, document, own, named, weight in zip(records, documents, logits, heads, weights, strict=True):
        proposed = proposals(document)
        values = candidates(proposed)
        if depth(record["tiers"]) not in values:
            continue
        tables.append(np.array([candidate_features(value, proposed, own[:, place], named) for value in values]))
        right.append([values.index(depth(record["tiers"]))])
        counted.append(weight)
    return _fit_ranker(tables, right, counted, C_DEPTH) if tables else np.zeros(CANDIDATE)


def fit_wording(documents: Sequence[Document], positive: NDArray[np.integer], weights: NDArray[np.float64]) -> LinearHeads:
    """Train the head that reads risk from words alone."""
    bags = [document.wording for document in documents]
    names = vocabulary(bags)
    held = matrix(bags, names)
    scale = rarity(held)
    column, bias = _logistic(by_length(held) @ sp.diags(scale), positive, C_WORDING, weights)
    return LinearHeads(WORDING_HEADS, names, (column * scale)[:, None], np.array([bias]))


def folds(groups: Sequence[str], count: int = FOLDS) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Group-wise folds; fewer where there are fewer groups."""
    count = min(count, len(set(groups)))
    return list(GroupKFold(count).split(np.zeros(len(groups)), groups=groups))


def fit_reader(
    documents: Sequence[Document], records: Sequence[dict[str, Any]], groups: Sequence[str],
    weights: NDArray[np.float64], progress: Progress,
) -> tuple[ConceptReader, list[dict[str, float]]]:
    """Train a reader, and read every text by a reader that has not seen its group.

    Returns
    -------
    reader : ConceptReader
    held_out : list of dict
        Document-head logits of each text from the folds it was left out of.
    """  # fmt: skip
    sentence = [sentence_targets(r, d) for r, d in zip(records, documents, strict=True)]
    targets = np.array([document_targets(r) for r in records])
    logits: list[NDArray[np.float64]] = [np.zeros((0, len(SENTENCE_HEADS)))] * len(documents)
    sums = [read_sums(document.normalized.text, document.sentences) for document in documents]
    roles: list[NDArray[np.float64]] = [np.zeros((0, len(ROLES)))] * len(documents)
    for number, (train, test) in enumerate(folds(groups), 1):
        progress(f"sentence heads, fold {number}")
        heads = fit_sentence_heads([documents[i] for i in train], [sentence[i] for i in train], weights[train])
        of_sums = fit_roles([documents[i] for i in train], [records[i] for i in train], [sums[i] for i in train], weights[train])
        for i in test:
            logits[i] = heads.logits_each(documents[i].features)
            roles[i] = of_sums.logits_each([found.features for found in sums[i]])
    whole = Examples([d.all_features for d in documents], np.array([pooled(*each) for each in zip(logits, roles, strict=True)]), targets, weights)
    clauses = [clauses_alone(*each) for each in zip(records, documents, sentence, logits, sums, roles, weights, strict=True)]
    positive = np.array([int(r["risk"] >= 2) for r in records])
    words = np.zeros(len(documents))
    for train, test in folds(groups):
        heads = fit_wording([documents[i] for i in train], positive[train], weights[train])
        for i in test:
            words[i] = heads.scaled_logits(documents[i].wording)[0]
    progress("sentence heads, all texts")
    final_sentence = fit_sentence_heads(documents, sentence, weights)
    held_out = np.zeros((len(documents), len(DOCUMENT_HEADS)))
    for number, (train, test) in enumerate(folds(groups), 1):
        progress(f"document heads, fold {number}")
        seen = Examples([whole.bags[i] for i in train], whole.pools[train], targets[train], weights[train])
        heads, pool = fit_document_heads(seen, [clauses[i] for i in train])
        for i in test:
            held_out[i] = heads.scaled_logits(whole.bags[i]) + whole.pools[i] @ pool
    progress("document heads, all texts")
    final_document, pool = fit_document_heads(whole, clauses)
    progress("sums")
    named = [dict(zip(DOCUMENT_HEADS, row.tolist(), strict=True)) for row in held_out]
    choice = fit_choice(records, sums, logits, roles, named, weights)
    progress("depth")
    deep = fit_depth(records, documents, logits, named, weights)
    reader = ConceptReader(final_sentence, final_document, pool, fit_roles(documents, records, sums, weights), choice,
                           fit_wording(documents, positive, weights), deep)
    return reader, [heads | {"wording": float(word)} for heads, word in zip(named, words, strict=True)]


def fit_terms(
    vectors: NDArray[np.float64], positive: NDArray[np.integer], weights: NDArray[np.float64], strength: float = 3.0
) -> tuple[NDArray[np.float64], float]:
    """The last layer: a logistic regression whose structural terms are bounded to one sign, and whose wording is kept small.

    Parameters
    ----------
    vectors : ndarray of shape (n_texts, n_terms)
    positive : ndarray of shape (n_texts,)
        1 where ``risk >= 2``.
    weights : ndarray of shape (n_texts,)
    strength : float, default 3.0
        Inverse regularisation strength.

    Returns
    -------
    coefficients : ndarray of shape (n_terms,)
    bias : float
    """
    from scipy.optimize import minimize

    count = vectors.shape[1]
    signs = 2.0 * positive - 1

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (vectors @ point[:count] + point[count])
        value = float((weights * np.logaddexp(0, -margins)).sum() + point[:count] @ point[:count] / (2 * strength))
        slope = -weights * signs / (1 + np.exp(np.clip(margins, -500, 500)))
        return value, np.append(vectors.T @ slope + point[:count] / strength, slope.sum())

    bounds: list[tuple[float | None, float | None]] = [
        (0, None) if t in RISING else (None, 0) if t in FALLING else (None, None) for t in TERMS]
    place = list(TERMS).index("wording")

    def fitted(most: float | None) -> NDArray[np.float64]:
        bounds[place] = (0, most)
        point: NDArray[np.float64] = minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)],
                                              options={"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-8}).x
        return point

    found = fitted(None)
    low, high = 0.0, float(found[place])
    if share_of_wording(found[:count], vectors, weights) > MOST_WORDING:
        for _ in range(12):
            middle = (low + high) / 2
            found = fitted(middle)
            if share_of_wording(found[:count], vectors, weights) > MOST_WORDING:
                high = middle
            else:
                low = middle
        found = fitted(low)
    return found[:count], float(found[count])


#: How much of what moves a score may be wording that no concept accounts for.
MOST_WORDING = 1 / 6


def share_of_wording(coefficients: NDArray[np.float64], vectors: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Mean absolute contribution of the wording over that of all concepts."""
    moved = (vectors - np.average(vectors, axis=0, weights=weights)) * coefficients
    concepts: dict[str, NDArray[np.float64]] = {}
    for column, concept in zip(moved.T, TERMS.values(), strict=True):
        concepts[concept] = concepts.get(concept, np.zeros(len(moved))) + column
    sizes = {concept: float(np.average(np.abs(column), weights=weights)) for concept, column in concepts.items()}
    return sizes["wording"] / max(sum(sizes.values()), 1e-12)


def _checked(texts: Sequence[Any], labels: Sequence[Any]) -> NDArray[np.int64]:
    """0/1 targets, or an error that says what is wrong."""
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts but {len(labels)} labels; give one label a text")
    for index, text in enumerate(texts):
        check_text(text, f"text {index}")
    values = [label["risk"] if isinstance(label, dict) else label for label in labels]
    wrong = [i for i, v in enumerate(values) if isinstance(v, bool) is False and v not in (0, 1, 2, 3)]
    if wrong:
        raise ValueError(f"label {values[wrong[0]]!r} of text {wrong[0]}: labels are 0/1, or risk 0-3, or records")
    graded = any(isinstance(label, dict) for label in labels) or max(map(int, values), default=0) > 1
    positive = np.array([int(v) >= (2 if graded else 1) for v in values], dtype=np.int64)
    fewest = int(min(positive.sum(), len(positive) - positive.sum())) if len(positive) else 0
    if fewest < LEAST_OF_EACH:
        raise ValueError(
            f"{len(positive)} texts with {int(positive.sum())} positive: training needs at least {LEAST_OF_EACH} of each class"
        )
    return positive


def _checked_weights(weights: Sequence[float] | None, count: int) -> NDArray[np.float64]:
    """One finite weight of at least 0 a text, some of them above 0."""
    if weights is None:
        return np.ones(count)
    checked = np.asarray(weights, dtype=np.float64)
    if checked.shape != (count,):
        raise ValueError(f"{count} texts but weights of shape {checked.shape}; give one weight a text")
    wrong = np.flatnonzero(~np.isfinite(checked) | (checked < 0))
    if len(wrong):
        raise ValueError(f"weight {checked[wrong[0]]} of text {wrong[0]}: weights are finite and not negative")
    if not checked.any():
        raise ValueError("every weight is 0; some text must count")
    return checked


#: Fewest texts of each class that can be trained on.
LEAST_OF_EACH = 10


def train(
    texts: list[str], labels: list[Any], groups: Sequence[str] | None, weights: Sequence[float] | None,
    progress: Progress, shipped: Callable[[], ConceptReader],
) -> tuple[ConceptReader, NDArray[np.float64], NDArray[np.float64], float, float]:
    """What :meth:`RiskModel.fit` learns.

    Parameters
    ----------
    texts, labels, groups, weights, progress
        As there.
    shipped : callable
        Yields the concept classifiers to keep where the labels are no records.

    Returns
    -------
    reader : ConceptReader
    weights, means : ndarray of shape (n_terms,)
    intercept, base_rate : float
    """  # fmt: skip
    positive = _checked(texts, labels)
    weight = _checked_weights(weights, len(texts))
    groups = list(groups) if groups is not None else [f"#{i}" for i in range(len(texts))]
    progress(f"reading {len(texts)} texts")
    documents = [readable(text) for text in texts]
    told = [i for i, label in enumerate(labels) if isinstance(label, dict)]
    if told:
        reader, own = fit_reader([documents[i] for i in told], [labels[i] for i in told], [groups[i] for i in told],
                                 weight[told], progress)
        held_out = dict(zip(told, own, strict=True))
    else:
        reader, held_out = shipped(), {}
    for i, document in enumerate(documents):
        # A text whose concepts nobody labelled has taught the readers nothing, so they may read it as it is.
        if i not in held_out:
            held_out[i] = dict(reader.read(document).heads)
    progress("last layer")
    vectors = np.array([
        terms(held_out[i], emphasis(document), mitigation_strength(reader.read(document)))
        for i, document in enumerate(documents)
    ])  # fmt: skip
    coefficients, bias = fit_terms(vectors, positive, weight)
    means = np.average(vectors, axis=0, weights=weight)
    return reader, coefficients, means, float(bias + coefficients @ means), float(np.average(positive, weights=weight))
