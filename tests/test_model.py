"""The model: files that outlive versions, are checked, and are never executed."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import TEXTS

import weishang_risk as wr
from weishang_risk.model import storage


@pytest.fixture(autouse=True)
def written_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models are deflated lightly: what these tests ask does not hang on their size."""
    monkeypatch.setattr(storage, "_EFFORT", 1)


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


def test_changed_copies_leave_the_last_layer_as_it_is() -> None:
    texts, labels = [f"先交{n}80元入会,推荐一人奖{n}00元" for n in range(1, 16)] + [f"本店卖茶,每盒{n}0元" for n in range(1, 16)], [1] * 15 + [0] * 15
    alone = wr.RiskModel().fit(texts, labels)
    besides = wr.RiskModel().fit([*texts, *texts[:9]], [*labels, *[0] * 9], changed=9)
    assert [wr.score(text, model=besides).score for text in texts] == [wr.score(text, model=alone).score for text in texts]
    with pytest.raises(ValueError, match="changed is 30"):
        wr.RiskModel().fit(texts, labels, changed=30)


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


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def arrays_of(path: Path) -> storage.Arrays:
    return storage.read(path.read_bytes(), path.name)[0]


def test_numbers_that_are_not_finite_are_refused_even_with_a_right_checksum(saved: Path) -> None:
    arrays = arrays_of(saved)
    arrays["weights"] = np.full_like(arrays["weights"], np.nan)
    storage.write(saved, arrays)
    with pytest.raises(wr.ModelFileError, match="not finite"):
        wr.RiskModel.load(saved)


def test_numbers_that_would_overflow_or_turn_a_term_around_are_refused(saved: Path) -> None:
    arrays = arrays_of(saved)
    for name, forged in (("document.weights", storage.planes(storage.from_planes(arrays["document.weights"]) * 1e30)), ("weights", -arrays["weights"])):
        storage.write(saved, arrays | {name: forged})
        with pytest.raises(wr.ModelFileError):
            wr.RiskModel.load(saved)


@pytest.mark.parametrize("name", ["weights", "means", "choice", "depth", "pool", "intercept", "base_rate", "sentence.weights", "roles.bias"])
def test_a_shape_that_no_model_has_is_refused(saved: Path, name: str) -> None:
    arrays = arrays_of(saved)
    arrays[name] = np.zeros((3, 3, 3))
    storage.write(saved, arrays)
    with pytest.raises(wr.ModelFileError, match="train it again"):
        wr.RiskModel.load(saved)


@pytest.mark.parametrize("name", ["weights", "layout", "wording.names"])
def test_a_missing_member_is_refused(saved: Path, name: str) -> None:
    arrays = arrays_of(saved)
    del arrays[name]
    storage.write(saved, arrays)
    with pytest.raises(wr.ModelFileError):
        wr.RiskModel.load(saved)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_can_hide_gigabytes_is_refused_unread(saved: Path, packing: int) -> None:
    with zipfile.ZipFile(saved, "w", packing) as archive:
        archive.writestr("weights.npy", b"\0" * 5_000_000)
    with pytest.raises(wr.ModelFileError, match="packed"):
        wr.RiskModel.load(saved)


def test_what_comes_out_is_counted_and_not_what_is_stated(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weights.npy", b"\0" * 9_000_000)
    monkeypatch.setattr(storage, "LARGEST", 4_000_000)
    with pytest.raises(wr.ModelFileError, match="unpacks to more"):
        wr.RiskModel.load(saved)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(saved: Path) -> None:
    held = members(saved)
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("weights.npy", held["weights.npy"])
    with pytest.raises(wr.ModelFileError, match="twice"):
        wr.RiskModel.load(saved)


def test_a_pipe_or_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises((wr.ModelFileError, IsADirectoryError)):
            wr.RiskModel.load(path)


def test_a_flipped_bit_is_refused(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    for place in range(100, len(data), len(data) // 12):
        flipped = bytearray(data)
        flipped[place] ^= 4
        saved.write_bytes(flipped)
        with pytest.raises(wr.ModelFileError):
            wr.RiskModel.load(saved)


def test_a_name_from_a_file_reaches_no_terminal_raw(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\u202eb.model"
    path.write_bytes(b"junk")
    with pytest.raises(wr.ModelFileError) as caught:
        wr.RiskModel.load(path)
    assert "\x1b" not in str(caught.value) and "\u202e" not in str(caught.value)


def test_a_model_that_has_learned_nothing_says_what_to_do(tmp_path: Path) -> None:
    from sklearn.exceptions import NotFittedError

    for use in (lambda: wr.score("x", model=wr.RiskModel()), lambda: wr.RiskModel().save(tmp_path / "m")):
        with pytest.raises(NotFittedError, match="call fit"):
            use()


@pytest.mark.parametrize("use", [wr.score, wr.score_case, lambda text, model: wr.FeatureExtractor(model).fit_transform([text])])
def test_what_is_no_model_is_refused_with_advice(use: Any) -> None:
    with pytest.raises(TypeError, match=r"RiskModel\.load"):
        use(["x"] if use is wr.score_case else "x", model="my.model")


def test_a_model_replaces_no_device_and_no_link(saved: Path, tmp_path: Path) -> None:
    model = wr.RiskModel.load(saved)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(wr.ModelFileError, match="no regular file"):
        model.save(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    model.save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and wr.RiskModel.load(tmp_path / "kept").version == model.version
    with pytest.raises(FileNotFoundError, match="no such folder"):
        model.save(tmp_path / "none" / "m")


@pytest.mark.parametrize(("texts", "labels", "said"), [
    ("a" * 40, [0, 1] * 20, "list of strings"), (["a"] * 40, None, "list"), (["a"] * 40, "01" * 20, "list"),
])  # fmt: skip
def test_what_is_no_list_to_train_on_is_refused(texts: Any, labels: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        wr.RiskModel().fit(texts, labels)


def test_records_and_groups_that_are_not_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="text 1 has no tiers"):
        wr.RiskModel().fit(["a"] * 40, [{"risk": 0, "voice": "offer", "tiers": None}, {"risk": 2, "voice": "offer"}] * 20)
    with pytest.raises(ValueError, match="one group a text"):
        wr.RiskModel().fit(["a"] * 40, [0, 1] * 20, groups=["a"])


@pytest.mark.parametrize("weights", [[float("nan")] * 40, [-1.0] * 40, [0.0] * 40, [1.0] * 3, [1e308] * 40, [0.0, 1.0] * 20, [1.0, 0.0] * 20])
def test_weights_that_cannot_be_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        wr.RiskModel().fit(["a"] * 40, [0, 1] * 20, weights=weights)


def test_what_one_makes_of_a_loaded_model_others_do_not_see() -> None:
    text = "每推荐一人奖500元,他再推荐你拿200,先交2980元"
    before = wr.score(text).to_dict()
    texts = [f"交{n}80元入会,推荐一人返{n}0元" for n in range(20, 35)] + [f"本店茶叶{n}元一斤,包邮" for n in range(20, 35)]
    wr.RiskModel.load().fit(texts, [0] * 15 + [1] * 15)
    assert wr.score(text).to_dict() == before


def test_first_use_from_many_threads_gives_one_result() -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor as E\nimport weishang_risk as wr\n"
        "def f(_): return wr.score('每推荐一人奖500元,他再推荐你拿200,先交2980元').score\n"
        "with E(32) as pool: print(len(set(pool.map(f, range(64)))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1" and not done.stderr


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="nothing is forked here")
def test_a_process_forked_during_the_first_use_by_a_thread_scores() -> None:
    program = (
        "import multiprocessing as mp, threading, time, warnings\nwarnings.simplefilter('ignore')\nimport weishang_risk as wr\n"
        "def f(): return wr.score('每推荐一人奖500元,他再推荐你拿200,先交2980元').level\n"
        "threading.Thread(target=f).start()\ntime.sleep(0.02)\n"
        "child = mp.get_context('fork').Process(target=f)\nchild.start()\nchild.join(120)\nprint(child.exitcode)\nchild.kill()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0" and not done.stderr
