"""Which encoding bytes are in: UTF-8, UTF-16, UTF-32, GB18030, Big5 or Windows-1252, or a refusal that says what to do."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xfd](?![\x80-\xff])")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
#: How files begin that are no text, and what to do with those that hold one.
_NO_TEXT = {
    b"PK\x03\x04": "a zip archive or an Office document", b"\xd0\xcf\x11\xe0": "an Office document", b"%PDF-": "a PDF", b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "packed by gzip", b"\x28\xb5\x2f\xfd": "packed by zstd", b"BZh": "packed by bzip2", b"\xfd7zXZ": "packed by xz",
    b"PAR1": "Parquet", b"SQLite format 3": "a database", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
}  # fmt: skip
_ADVICE = {
    "a zip archive or an Office document": "unpack it, or save it as CSV or text", "packed by gzip": "end its name in .gz", "packed by zstd": "end its name in .zst",
    "packed by bzip2": "unpack it", "packed by xz": "unpack it", "Parquet": "end its name in .parquet",
}  # fmt: skip
#: Encodings of Chinese, the likelier first.
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
#: Share of a text's characters that must be everyday ones, and of its bytes above ASCII that may be broken in UTF-8.
_EVERYDAY, _BROKEN = 0.7, 0.02
_LOOKED_AT = 1 << 14


class InputError(ValueError):
    """A file that cannot be read, or an option that cannot be met; the message says what to do."""


def check(name: str) -> str:
    """The encoding of that name, for reading; of UTF-8 the kind that takes a byte-order mark.

    Raises
    ------
    InputError
        Where there is none.

    Examples
    --------
    >>> check("UTF8"), check("gbk")
    ('utf-8-sig', 'gb18030')
    """
    try:
        "".encode(name)
        known = codecs.lookup(name).name
    except (LookupError, ValueError, TypeError):
        raise InputError(f"there is no text encoding {name!r}; such as utf-8, gb18030, big5 and utf-16 are") from None
    # The wider standard reads what the narrower one wrote.
    return {"utf-8": "utf-8-sig", "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs"}.get(known, known)


def find(sample: bytes, whole: bool = True) -> str:
    """The encoding of a text.

    Parameters
    ----------
    sample : bytes
        Its beginning, or a part that is not all ASCII.
    whole : bool, default True
        Whether the text ends where the sample does; else its last character may be cut.

    Returns
    -------
    str
        A name that Python's codecs know.

    Raises
    ------
    InputError
        Where it cannot be told.

    Examples
    --------
    >>> [find("先交两千元入会".encode(name)) for name in ("utf-8", "gb18030", "utf-16")]
    ['utf-8', 'gb18030', 'utf-16']
    >>> find("先交兩千元入會".encode("big5"))
    'big5hkscs'
    """
    for mark, kind in _NO_TEXT.items():
        if sample.startswith(mark):
            raise InputError(f"is {kind}, no text; {_ADVICE.get(kind, 'save what it says as text')}")
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if wide := _without_mark(sample):
        return wide
    above = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    broken = sum("\udc80" <= char <= "\udcff" for char in decoder.decode(sample, whole))
    if broken <= _BROKEN * above:
        return "utf-8"
    shares = {name: _everyday_share(sample, name) for name in _CHINESE}
    likeliest = max(shares, key=lambda name: shares[name])
    if shares[likeliest] >= _EVERYDAY:
        return likeliest
    if len(_LONE.findall(sample)) == above and _decodes(sample, "cp1252"):
        return "cp1252"
    raise InputError("its encoding cannot be told; name it with --encoding, or save it as UTF-8")


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """The characters that GB 2312 and Big5 call frequent, and their punctuation."""
    simplified = (bytes((lead, trail)) for lead in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for trail in range(0xA1, 0xFF))
    traditional = (bytes((lead, trail)) for lead in range(0xA1, 0xC7) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return frozenset("".join(pair.decode("gb2312", "ignore") for pair in simplified)
                     + "".join(pair.decode("big5", "ignore") for pair in traditional))  # fmt: skip


def _everyday_share(sample: bytes, name: str) -> float:
    """How many of the characters that a text would hold in an encoding are everyday ones, or pictures."""
    first = re.search(rb"[\x80-\xff]", sample)
    assert first, "a text in ASCII was recognised before"
    start = 0 if name.startswith("utf-16") else sample.rfind(b"\n", 0, first.start()) + 1
    text = codecs.getincrementaldecoder(name)("replace").decode(sample[start : start + _LOOKED_AT])
    unusual = [char for char in text if not (" " <= char < "\x7f" or char in "\r\n\t")]
    usual = sum(char in _everyday() or (unicodedata.category(char) == "So" and char != "\ufffd") for char in unusual)
    return usual / max(1, len(unusual))


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 without a byte-order mark: every ASCII character in it has a NUL on the same side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    nuls = even + odd
    if not nuls or max(even, odd) < 0.9 * nuls:
        return None
    if nuls < 0.2 * len(sample) and _decodes(sample, "utf-8"):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    return name if _decodes(sample[: len(sample) // 2 * 2], name) else None


def _decodes(sample: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
