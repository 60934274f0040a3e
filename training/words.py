"""Writes jieba's dictionary as the arrays in which the library looks words up.

``python -m training.words`` writes ``weishang_risk/data/words.npy`` and ``counts.npy`` anew; for another version of jieba.
"""

from __future__ import annotations

from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray

from weishang_risk.reading import words

FOLDER = Path(words.__file__).parent.parent / "data"


def built() -> dict[str, NDArray[np.integer]]:
    """The arrays by the names of their files."""
    tokenizer = jieba.Tokenizer()
    frequencies, _ = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    keys, counts = words.arrays(frequencies)
    return {"words.npy": keys.astype("<u8"), "counts.npy": counts.astype("<u4")}


def main() -> int:
    """Write them."""
    for name, array in built().items():
        np.save(FOLDER / name, array, allow_pickle=False)
        print(f"{name}: {len(array)} words, {(FOLDER / name).stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
