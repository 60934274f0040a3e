"""The estimators as scikit-learn uses them."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from conftest import TEXTS
from sklearn.base import BaseEstimator, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

import weishang_risk as wr
from weishang_risk.estimators import texts_of

RISKY = [f"先交{n}00元入会,每推荐一人奖{n}0元,他再推荐你还拿{n}元。" for n in range(12, 48)]
PLAIN = [f"本店零售茶叶,每斤{n}元,满三斤包邮,支持七天退货。" for n in range(12, 48)]
X, Y = RISKY + PLAIN, np.array([1] * len(RISKY) + [0] * len(PLAIN))
PITCH = "交1680元入会,每介绍一位返300,他再介绍你还有100。"

#: Checks of scikit-learn that hand over numbers, or want an error about numbers: texts are needed.
NEED_NUMBERS = (
    "check_complex_data", "check_dict_unchanged", "check_dont_overwrite_parameters", "check_dtype_object", "check_estimator_sparse_tag",
    "check_estimators_dtypes", "check_estimators_empty_data_messages", "check_estimators_fit_returns_self", "check_estimators_nan_inf",
    "check_estimators_overwrite_params", "check_estimators_pickle", "check_f_contiguous_array_estimator", "check_fit1d",
    "check_fit2d_1feature", "check_fit2d_1sample", "check_fit2d_predict1d", "check_fit_check_is_fitted", "check_fit_idempotent",
    "check_fit_score_takes_y", "check_methods_sample_order_invariance", "check_methods_subset_invariance", "check_n_features_in",
    "check_n_features_in_after_fitting", "check_pipeline_consistency", "check_positive_only_tag_during_fit", "check_readonly_memmap_input",
)  # fmt: skip
NEED_NUMBERS_TO_TRANSFORM = (
    "check_transformer_data_not_an_array", "check_transformer_general", "check_transformer_preserve_dtypes",
    "check_transformers_unfitted_stateless",
)  # fmt: skip
NEED_NUMBERS_TO_CLASSIFY = (
    "check_all_zero_sample_weights_error", "check_classifier_data_not_an_array", "check_classifier_not_supporting_multiclass",
    "check_classifiers_classes", "check_classifiers_one_label", "check_classifiers_one_label_sample_weights",
    "check_classifiers_regression_target", "check_classifiers_train", "check_decision_proba_consistency", "check_requires_y_none",
    "check_sample_weight_equivalence_on_dense_data", "check_sample_weights_list", "check_sample_weights_not_an_array",
    "check_sample_weights_not_overwritten", "check_sample_weights_pandas_series", "check_sample_weights_shape",
    "check_supervised_y_2d", "check_supervised_y_no_nan",
)  # fmt: skip


def as_if_for_numbers(estimator: type[BaseEstimator]) -> Any:
    """The estimator without its word that it takes texts, for which scikit-learn would skip nearly every check."""

    class Opened(estimator):  # type: ignore[misc]
        def __sklearn_tags__(self) -> Any:
            tags = super().__sklearn_tags__()
            tags.input_tags.two_d_array = True
            return tags

    return Opened()


@pytest.mark.parametrize(
    ("estimator", "named"),
    [(wr.FeatureExtractor, NEED_NUMBERS + NEED_NUMBERS_TO_TRANSFORM), (wr.RiskClassifier, NEED_NUMBERS + NEED_NUMBERS_TO_CLASSIFY)],
)
def test_every_check_of_scikit_learn_passes_but_those_that_need_numbers(estimator: type[BaseEstimator], named: tuple[str, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check_estimator(estimator())
        results = check_estimator(
            as_if_for_numbers(estimator), on_fail=None, expected_failed_checks=dict.fromkeys(named, "texts are needed, not numbers")
        )
    assert not [r["check_name"] for r in results if r["status"] == "failed"]
    assert len([r for r in results if r["status"] == "passed"]) >= 8


@pytest.mark.parametrize("estimator", [wr.FeatureExtractor(), wr.RiskClassifier.pretrained()])
@pytest.mark.parametrize(
    ("given", "said"),
    [("一段文字", "pass a list"), (b"bytes", "pass a list"), ({"a": "x"}, "its values"), (5, "list of strings"), ([["x"]], "item 0"),
     (["x", None], "item 1"), (np.zeros((2, 2)), "one string a row"), (np.array("x"), "one string a row")],
)  # fmt: skip
def test_what_is_no_list_of_texts_is_refused_with_advice(estimator: Any, given: Any, said: str) -> None:
    call = estimator.transform if hasattr(estimator, "transform") else estimator.predict
    with pytest.raises(TypeError, match=said):
        call(given)


def test_a_frame_of_several_columns_is_refused_and_one_column_is_read() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"text": TEXTS[:3], "id": [1, 2, 3]}, index=[7, 8, 9])
    with pytest.raises(TypeError, match="one column"):
        wr.FeatureExtractor().transform(frame)
    expected = wr.FeatureExtractor().transform(TEXTS[:3])
    for given in (frame["text"], frame[["text"]], frame[["text"]].to_numpy(), tuple(TEXTS[:3]), iter(TEXTS[:3])):
        assert np.array_equal(wr.FeatureExtractor().transform(given), expected)
    columns = ColumnTransformer([("risk", wr.FeatureExtractor(), ["text"]), ("id", "passthrough", ["id"])])
    assert np.array_equal(columns.fit_transform(frame)[:, :-1], expected)
    single = ColumnTransformer([("risk", wr.FeatureExtractor(), "text")])
    assert np.array_equal(single.fit_transform(frame), expected)


def test_features_come_as_a_frame_that_keeps_the_index() -> None:
    pd = pytest.importorskip("pandas")
    extractor = wr.FeatureExtractor().set_output(transform="pandas")
    assert list(extractor.fit_transform(pd.Series(TEXTS[:2], index=["a", "b"])).index) == ["a", "b"]
    frame = extractor.fit_transform(list(TEXTS[:2]))
    assert list(frame.columns) == list(extractor.get_feature_names_out()) and len(frame) == 2


def test_texts_are_taken_from_a_table_of_one_column() -> None:
    assert texts_of(np.array([["a"], ["b"]], dtype=object)) == ["a", "b"]


def test_a_classifier_learns_and_agrees_with_itself() -> None:
    model = wr.RiskClassifier().fit(X, Y)
    probability = model.predict_proba([PITCH, PLAIN[0]])
    assert probability.sum(axis=1) == pytest.approx([1, 1])
    assert list(model.predict([PITCH, PLAIN[0]])) == [1, 0]
    assert list(model.decision_function([PITCH, PLAIN[0]]) > 0) == [True, False]
    assert model.score(X, Y) > 0.9
    assert probability[0, 1] == wr.score(PITCH, model=model.model_).score


@pytest.mark.parametrize("labels", [("no", "yes"), (False, True), (-1, 1), (0.0, 1.0)])
def test_any_two_labels_will_do(labels: tuple[Any, Any]) -> None:
    model = wr.RiskClassifier().fit(X, np.where(Y == 1, labels[1], labels[0]))
    assert list(model.classes_) == list(labels)
    assert list(model.predict([PITCH, PLAIN[0]])) == [labels[1], labels[0]]


def test_the_risky_label_may_come_first() -> None:
    model = wr.RiskClassifier(positive="fraud").fit(X, np.where(Y == 1, "fraud", "ok"))
    assert list(model.predict([PITCH, PLAIN[0]])) == ["fraud", "ok"]
    assert model.predict_proba([PITCH])[0, 0] > 0.5
    assert list(model.decision_function([PITCH, PLAIN[0]]) > 0) == [False, True]
    assert model.score(X, np.where(Y == 1, "fraud", "ok")) > 0.9


def test_a_threshold_and_a_prior_move_the_verdict() -> None:
    model = wr.RiskClassifier.pretrained()
    score = model.predict_proba([PITCH])[0, 1]
    assert wr.RiskClassifier.pretrained(threshold=(1 + score) / 2).predict([PITCH])[0] == 0
    assert wr.RiskClassifier.pretrained(prior=0.01).predict_proba([PITCH])[0, 1] < score


def test_nothing_is_classified_before_fit_and_the_shipped_model_is_asked_for_by_name() -> None:
    with pytest.raises(NotFittedError, match="pretrained"):
        wr.RiskClassifier().predict([PITCH])
    ready = wr.RiskClassifier.pretrained()
    assert ready.predict_proba([PITCH])[0, 1] == wr.score(PITCH).score
    with pytest.raises(NotFittedError):
        clone(ready).predict([PITCH])
    with pytest.raises(NotFittedError):
        wr.RiskClassifier.pretrained(wr.RiskModel())


@pytest.mark.parametrize(
    ("texts", "labels", "options", "said"),
    [(X, [1] * len(X), {}, "1 class"), (X, [i % 3 for i in range(len(X))], {}, "y >= 2"), (X, Y[:-1], {}, "inconsistent"),
     (X[:5] + X[-5:], [1] * 5 + [0] * 5, {}, "at least 10"), (X, Y, {"threshold": 1.5}, "threshold"),
     (X, Y, {"positive": "yes"}, "no label of y"), (X, None, {}, "y is None")],
)  # fmt: skip
def test_what_cannot_be_learned_from_is_refused_with_the_reason(texts: Any, labels: Any, options: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wr.RiskClassifier(**options).fit(texts, labels)


def test_weights_count() -> None:
    flipped = np.concatenate([1 - Y, Y])
    weights = np.concatenate([np.full(len(Y), 1e-6), np.ones(len(Y))])
    assert wr.RiskClassifier().fit(X + X, flipped, sample_weight=weights).predict([PITCH])[0] == 1
    with pytest.raises(ValueError, match="weight"):
        wr.RiskClassifier().fit(X, Y, sample_weight=[float("nan")] * len(X))


def test_a_classifier_works_where_scikit_learn_puts_classifiers() -> None:
    assert cross_val_score(wr.RiskClassifier(), X, Y, cv=3).mean() > 0.9
    search = GridSearchCV(wr.RiskClassifier(), {"threshold": [0.3, 0.5]}, cv=2).fit(X, Y)
    assert search.best_score_ > 0.9
    calibrated = CalibratedClassifierCV(wr.RiskClassifier(), cv=2).fit(X, Y)
    assert calibrated.predict_proba([PITCH])[0, 1] > 0.5
    assert make_pipeline("passthrough", wr.RiskClassifier()).fit(X, Y).predict([PITCH])[0] == 1
    features = make_pipeline(wr.FeatureExtractor(), LogisticRegression(max_iter=500)).fit(X, Y)
    assert features.predict([PITCH])[0] == 1


def test_estimators_are_cloned_and_pickled() -> None:
    model = wr.RiskClassifier(prior=0.2, threshold=0.4)
    assert clone(model).get_params() == model.get_params() == {"prior": 0.2, "threshold": 0.4, "positive": None}
    fitted = model.fit(X, Y)
    again = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(again.predict_proba(TEXTS), fitted.predict_proba(TEXTS))
    extractor = pickle.loads(pickle.dumps(wr.FeatureExtractor().fit(TEXTS)))
    assert extractor.transform(TEXTS[:1]).shape[0] == 1


def test_the_estimators_take_texts_as_scikit_learns_own_do() -> None:
    ours, theirs = wr.FeatureExtractor().__sklearn_tags__().input_tags, CountVectorizer().__sklearn_tags__().input_tags
    assert (ours.string, ours.two_d_array) == (theirs.string, theirs.two_d_array)


def test_a_generator_is_read_once_and_for_both_steps() -> None:
    texts = [PITCH, PLAIN[0]]
    assert (wr.FeatureExtractor().fit_transform(text for text in texts) == wr.FeatureExtractor().transform(texts)).all()


def test_columns_of_arrow_are_refused_with_advice() -> None:
    pa = pytest.importorskip("pyarrow")
    for given, said in ((pa.array([PITCH]), r"X\.to_pylist"), (pa.table({"text": [PITCH]}), r'X\["text"\]\.to_pylist')):
        with pytest.raises(TypeError, match=said):
            texts_of(given)


def test_naming_another_positive_label_after_training_turns_no_probability_round() -> None:
    classifier = wr.RiskClassifier.pretrained()
    before = classifier.predict_proba([PITCH])
    after = classifier.set_params(positive=0).predict_proba([PITCH])
    assert np.array_equal(before, after) and classifier.predict([PITCH]).tolist() == [1]
