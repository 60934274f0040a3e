"""What hiding costs: pitches of the test split told in disguise, change by change, and by a greedy attacker.

``python -m training.attack --sample 150`` prints one line a change: the share of caught pitches that fall under 0.5 and the
honest texts that rise over it, at three strengths, with the TF-IDF peer beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import weishang_risk as wr

from .data import CORPUS, read_jsonl
from .splits import split_of

#: Share of the places of a text that a change touches.
STRENGTHS = {"weak": 0.1, "middle": 0.3, "strong": 1.0}
#: What the greedy attacker may ask.
QUERIES = 50
Change = Callable[[str, float, random.Random], str]
Scorer = Callable[[Sequence[str]], list[float]]

_CYRILLIC = str.maketrans("aeopcxyijsAEOPCXBKMHT", "аеорсхуіјѕАЕОРСХВКМНТ")
_SMALL = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
_LEET = str.maketrans("aeiostAEIOST", "@3105+@3105+")
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_SQUARED = {ord("a") + i: chr(0x1F170 + i) for i in range(26)} | {ord("A") + i: chr(0x1F170 + i) for i in range(26)}
_MATHS = {ord("a") + i: chr(0x1D41A + i) for i in range(26)} | {ord("A") + i: chr(0x1D400 + i) for i in range(26)}
_HOMOPHONES = {"代理": "代li", "下线": "下xian", "上级": "丄级", "下级": "丅级", "分销": "分xiao", "团队": "团dui", "佣金": "拥金", "会员": "会yuan", "推荐": "推jian",
               "奖金": "奖jin", "微商": "薇商", "囤货": "吞货", "返利": "返li", "提成": "提cheng", "投资": "头资", "收益": "收yi", "入门费": "入men费"}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]|\d+")
_LATIN = re.compile(r"[A-Za-z]{4,}")
_SENTENCE = re.compile(r"(?<=[。！？!?\n])|(?<=\.)(?=\s)")
_HARMLESS = ("今天天气很好,路上车不多。", "楼下新开了一家早餐店,豆浆不错。", "周末带孩子去了公园。")
_HARMLESS_EN = (" It was sunny this morning and the road was quiet.", " The bakery downstairs has good bread.", " We walked the dog by the river.")


def _letters(table: Any) -> Change:
    def change(text: str, share: float, dice: random.Random) -> str:
        return "".join(char.translate(table) if dice.random() < share else char for char in text)

    return change


def _between(separator: str) -> Change:
    """A separator between the characters of words."""

    def change(text: str, share: float, dice: random.Random) -> str:
        out = []
        for index, char in enumerate(text):
            out.append(char)
            after = text[index + 1 : index + 2]
            if char.isalnum() and after.isalnum() and dice.random() < share:
                out.append(separator)
        return "".join(out)

    return change


def _spelled(separator: str) -> Change:
    """Words spelled out, letter by letter: every Latin word chosen, and runs of Han."""

    def change(text: str, share: float, dice: random.Random) -> str:
        return re.sub(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{3,}", lambda m: separator.join(m[0]) if dice.random() < share else m[0], text)

    return change


def _entities(text: str, share: float, dice: random.Random) -> str:
    return "".join(f"&#{ord(char)};" if char.isalnum() and dice.random() < share else char for char in text)


def _escapes(text: str, share: float, dice: random.Random) -> str:
    return "".join(f"\\u{ord(char):04x}" if char.isalnum() and ord(char) < 0x10000 and dice.random() < share else char for char in text)


def _percent(text: str, share: float, dice: random.Random) -> str:
    return _WORD.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()) if dice.random() < share else m[0], text)


def _reversed(text: str, share: float, dice: random.Random) -> str:
    return "".join("\u202e" + line[::-1] + "\u202c" if line.strip() and dice.random() < share else line for line in re.split(r"(\n|(?<=[。!?！？]))", text) if line)


def _backwards(text: str, share: float, dice: random.Random) -> str:
    return "\n".join(line[::-1] if dice.random() < share else line for line in text.split("\n"))


def _broken(text: str, share: float, dice: random.Random) -> str:
    """Line breaks inside words."""
    return _between("\n")(text, share / 4, dice)


def _lines(text: str, share: float, dice: random.Random) -> str:
    """A line break after words."""
    return _WORD.sub(lambda m: m[0] + "\n" if dice.random() < share else m[0], text)


def _homophones(text: str, share: float, dice: random.Random) -> str:
    for word, written in _HOMOPHONES.items():
        text = re.sub(word, lambda m, w=written: w if dice.random() < share else m[0], text)  # type: ignore[misc]
    return text


def _typos(text: str, share: float, dice: random.Random) -> str:
    """Two neighbouring letters of a word change places, at a tenth of the strength."""

    def swap(match: re.Match[str]) -> str:
        word = match[0]
        at = dice.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if dice.random() < share / 5 else word

    return _LATIN.sub(swap, text)


def _questions(text: str, share: float, dice: random.Random) -> str:
    return re.sub(r"[。.](?=\s|$|[\u4e00-\u9fff])", lambda m: "？" if dice.random() < share else m[0], text)


def _padding(text: str, share: float, dice: random.Random) -> str:
    harmless = _HARMLESS if re.search(r"[\u4e00-\u9fff]", text) else _HARMLESS_EN
    return "".join(part + (dice.choice(harmless) if part.strip() and dice.random() < share else "") for part in _SENTENCE.split(text))


CHANGES: dict[str, Change] = {
    "Cyrillic look-alikes": _letters(_CYRILLIC), "small capitals": _letters(_SMALL), "squared letters": _letters(_SQUARED),
    "mathematical letters": _letters(_MATHS), "full width": _letters(_WIDE), "leet": _letters(_LEET), "zero width": _between("\u200b"),
    "thin spaces": _between("\u2009"), "braille blanks": _between("\u2800"), "points": _between("."), "underscores": _between("_"), "stars": _between("*"),
    "emoji between": _between("🔥"), "words spelled with blanks": _spelled(" "), "words spelled with hyphens": _spelled("-"),
    "entities": _entities, "unicode escapes": _escapes, "percent": _percent, "right to left": _reversed, "backwards": _backwards,
    "breaks inside words": _broken, "breaks after words": _lines, "homophones and pinyin": _homophones, "typos": _typos, "questions": _questions,
    "harmless padding": _padding,
}  # fmt: skip


def _seed(*parts: str) -> random.Random:
    return random.Random(hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest())


def test_split(sample: int | None = None) -> list[tuple[str, int]]:
    """Texts of the test split with their labels; a sample is the same every time."""
    records = [r for path in sorted(CORPUS.glob("*.jsonl")) for r in read_jsonl(path) if split_of(r) == "test"]
    records.sort(key=lambda r: hashlib.sha256(r["id"].encode()).hexdigest())
    return [(r["text"], int(r["risk"] >= 2)) for r in records[:sample]]


def ours(texts: Sequence[str]) -> list[float]:
    """Scores of the shipped model."""
    return [report.score for report in wr.score_many(texts)]


def peer() -> Scorer:
    """The TF-IDF peer, trained on the corpus without its test split."""
    import numpy as np

    from .peers import tfidf

    records = [r for path in sorted(CORPUS.glob("*.jsonl")) for r in read_jsonl(path) if split_of(r) != "test"]
    model = tfidf().fit([r["text"] for r in records], np.array([int(r["risk"] >= 2) for r in records]))
    return lambda texts: [float(p) for p in model.predict_proba(list(texts))[:, 1]]


def measure(texts: Sequence[tuple[str, int]], score: Scorer, name: str, strength: str) -> tuple[int, int, int, int]:
    """Pitches caught, of those lost by a change, honest texts under 0.5, of those risen over it."""
    change, share = CHANGES[name], STRENGTHS[strength]
    before = score([text for text, _ in texts])
    kept = [(text, label) for (text, label), p in zip(texts, before, strict=True) if (p >= 0.5) == bool(label)]
    after = score([change(text, share, _seed(name, strength, text)) for text, _ in kept])
    lost = sum(label and p < 0.5 for (_, label), p in zip(kept, after, strict=True))
    risen = sum(not label and p >= 0.5 for (_, label), p in zip(kept, after, strict=True))
    caught = sum(label for _, label in kept)
    return caught, lost, len(kept) - caught, risen


def greedy(text: str, score: Scorer, names: Sequence[str] = tuple(CHANGES), queries: int = QUERIES) -> float:
    """Lowest score that an attacker reaches who asks ``queries`` times and keeps whatever lowers it."""
    dice = _seed("greedy", text)
    best = score([text])[0]
    for asked in range(queries - 1):
        name = names[asked % len(names)] if asked < len(names) else dice.choice(names)
        tried = CHANGES[name](text, dice.choice((0.1, 0.3)), dice)
        got = score([tried])[0]
        if got < best:
            text, best = tried, got
        if best < 0.5:
            break
    return best


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What hiding costs, change by change.")
    parser.add_argument("--sample", type=int, help="so many texts of the test split; all by default")
    parser.add_argument("--greedy", type=int, default=40, help="so many caught pitches for the greedy attacker (default 40)")
    parser.add_argument("--strength", choices=tuple(STRENGTHS), action="append", help="all three by default")
    parser.add_argument("--change", choices=tuple(CHANGES), action="append", help="all by default")
    parser.add_argument("--no-peer", action="store_true", help="without the TF-IDF peer")
    options = parser.parse_args(arguments)
    texts = test_split(options.sample)
    scorers: dict[str, Scorer] = {"ours": ours} | ({} if options.no_peer else {"TF-IDF": peer()})
    for who, score in scorers.items():
        known: dict[str, float] = {}

        def remembered(asked: Sequence[str], score: Scorer = score, known: dict[str, float] = known) -> list[float]:
            new = [text for text in dict.fromkeys(asked) if text not in known]
            known.update(zip(new, score(new), strict=True) if new else ())
            return [known[text] for text in asked]

        for name in options.change or CHANGES:
            cells = []
            for strength in options.strength or STRENGTHS:
                caught, lost, honest, risen = measure(texts, remembered, name, strength)
                cells.append(f"{strength}: {lost}/{caught} lost ({lost / max(1, caught):.3f}), {risen}/{honest} risen")
            print(f"{who:7}{name:28}" + "; ".join(cells), flush=True)
        if options.greedy:
            pitches = [text for (text, label), p in zip(texts, remembered([t for t, _ in texts]), strict=True) if label and p >= 0.5]
            fallen = sum(greedy(text, remembered) < 0.5 for text in pitches[: options.greedy])
            print(f"{who:7}greedy attacker, {QUERIES} queries: {fallen}/{len(pitches[: options.greedy])} lost", flush=True)


if __name__ == "__main__":
    main()
