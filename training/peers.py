"""What people use today, to be measured beside: a keyword count, and jieba + TF-IDF + logistic regression."""

from __future__ import annotations

from collections.abc import Sequence

import jieba
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

jieba.setLogLevel("WARNING")

#: The words such lists hold.
KEYWORDS = (
    "传销", "代理", "下线", "上线", "拉人头", "层级", "分销", "团队", "裂变", "囤货", "入门费", "躺赚", "被动收入", "月入", "财富自由", "招代理",
    "直推", "间推", "推荐奖", "静态", "动态", "返利", "加盟费", "会员费", "总代", "升级", "发展", "无限代", "公排", "資金盤", "傳銷", "下線", "代理商", "奖金",
    "pyramid", "mlm", "downline", "upline", "recruit", "passive income", "financial freedom", "residual", "tier", "commission",
    "join my team", "sponsor", "matrix", "network marketing", "starter kit", "be your own boss", "bonus", "levels",
)  # fmt: skip


class KeywordCount:
    """Counts keywords, per square root of length; the decision threshold is learned."""

    def _count(self, texts: Sequence[str]) -> NDArray[np.float64]:
        counts = [sum(text.lower().count(word) for word in KEYWORDS) / np.sqrt(len(text) + 1) for text in texts]
        return np.array(counts)[:, None]

    def fit(self, texts: Sequence[str], labels: NDArray[np.int64]) -> KeywordCount:
        """Learn the threshold."""
        self._model = LogisticRegression(C=100.0).fit(self._count(texts), labels)
        return self

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities of shape (n_texts, 2)."""
        probabilities: NDArray[np.float64] = self._model.predict_proba(self._count(texts))
        return probabilities


def tfidf() -> Pipeline:
    """The usual script: words by jieba, TF-IDF over words and pairs of words, logistic regression."""
    return make_pipeline(
        TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10.0, max_iter=1000),
    )
