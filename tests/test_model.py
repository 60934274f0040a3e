"""The model: files that outlive versions, are checked, and are never executed."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import TEXTS

import weishang_risk as wr


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "a.model"
    wr.load_model().save(path)
    return path


def test_save_and_load_change_nothing(saved: Path) -> None:
    model = wr.RiskModel.load(saved)
    for text in TEXTS:
        assert wr.score(text, model=model).to_dict() == wr.score(text).to_dict()


def test_the_same_model_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "b.model"
    wr.RiskModel.load(saved).save(again)
    assert again.read_bytes() == saved.read_bytes()


def test_a_changed_weight_is_noticed(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stream = io.BytesIO()
    np.save(stream, np.load(io.BytesIO(parts["weights.npy"])) + 1)
    parts["weights.npy"] = stream.getvalue()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(wr.ModelFileError, match="changed after"):
        wr.RiskModel.load(saved)


def test_a_pickle_inside_is_refused_and_not_run(tmp_path: Path) -> None:
    flag = tmp_path / "ran"

    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path(flag).write_text, ("x",))

    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array([Bomb()], dtype=object), allow_pickle=True)
    path = tmp_path / "bomb.model"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weights.npy", stream.getvalue())
    with pytest.raises(wr.ModelFileError):
        wr.RiskModel.load(path)
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(wr.ModelFileError):
        wr.RiskModel.load(path)
    assert not flag.exists()


@pytest.mark.parametrize("junk", [b"", b"not a model", b"PK\x03\x04broken"])
def test_junk_is_refused_with_advice(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "junk.model"
    path.write_bytes(junk)
    with pytest.raises(wr.ModelFileError, match="train it again"):
        wr.RiskModel.load(path)


def test_a_truncated_file_is_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:-2000])
    with pytest.raises(wr.ModelFileError):
        wr.RiskModel.load(saved)


@pytest.mark.parametrize(
    ("texts", "labels", "said"),
    [(["a"] * 4, [0, 1, 0, 1], "at least"), (["a"] * 40, [0] * 40, "at least"), (["a"] * 3, [0, 1], "one label a text"),
     (["a"] * 40, [0, 7] * 20, "labels are"), ([b"a"] * 40, [0, 1] * 20, "decode")],
)  # fmt: skip
def test_what_cannot_be_trained_on_is_refused(texts: list[str], labels: list[int], said: str) -> None:
    with pytest.raises((ValueError, TypeError), match=said):
        wr.RiskModel().fit(texts, labels)


def test_a_model_trained_on_plain_labels_scores(tmp_path: Path) -> None:
    texts = [f"交{n}80元入会,推荐一人返{n}0元,他再推荐还有{n}元" for n in range(20, 35)] + [f"本店茶叶{n}元一斤,包邮" for n in range(20, 35)]
    model = wr.RiskModel().fit(texts, [1] * 15 + [0] * 15)
    model.save(tmp_path / "own.model")
    loaded = wr.RiskModel.load(tmp_path / "own.model")
    assert wr.score(texts[0], model=loaded).score > 0.5 > wr.score(texts[-1], model=loaded).score


def test_the_extractor_is_a_scikit_learn_transformer() -> None:
    from sklearn.base import clone
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    extractor = clone(wr.FeatureExtractor())
    features = extractor.fit_transform(list(TEXTS))
    assert features.shape == (len(TEXTS), len(extractor.get_feature_names_out()))
    assert np.isfinite(features).all()
    pipeline = make_pipeline(wr.FeatureExtractor(), LogisticRegression(max_iter=5000)).fit(list(TEXTS), [1, 0, 1, 0, 1, 0, 1, 0])
    assert pipeline.predict_proba(list(TEXTS)).shape == (len(TEXTS), 2)
