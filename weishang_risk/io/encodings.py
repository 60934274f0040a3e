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


#: The commonest characters of Chinese, which make up half of any text, and how they are written traditionally.
_COMMONEST = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "這個們來爲國說時會對於過發後裏種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話內給門兒東聲員論處義幾認條氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺"
    "術領確傳師觀讓識帶導爭運裡著台"
)
#: The commonest syllables of Korean.
_KOREAN = frozenset("이다는에고가을를의하은로서지한기도인들니해사시자여리어수아그나일보대것라정세면만요스있게주원으장전부상")
#: Least share of the commonest in what is of that language, and from how many characters on what is none is told, or what is Korean.
_LEAST, _ENOUGH, _FEW = 0.1, 30, 5


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
    if shares[likeliest] >= _EVERYDAY and _is_chinese(sample, likeliest):
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
    unusual = [char for char in _read_as(sample, name) if not (" " <= char < "\x7f" or char in "\r\n\t")]
    usual = sum(char in _everyday() or (unicodedata.category(char) == "So" and char != "\ufffd") for char in unusual)
    return usual / max(1, len(unusual))


def _read_as(sample: bytes, name: str) -> str:
    """What a text would say in an encoding, from the first line on that is not all ASCII."""
    first = re.search(rb"[\x80-\xff]", sample)
    assert first, "a text in ASCII was recognised before"
    start = 0 if name.startswith("utf-16") else sample.rfind(b"\n", 0, first.start()) + 1
    return codecs.getincrementaldecoder(name)("replace").decode(sample[start : start + _LOOKED_AT])


def _is_chinese(sample: bytes, name: str) -> bool:
    """Whether what a text would say in an encoding is Chinese.

    Korean, Japanese, Russian and Thai are everyday characters too where they are read as Chinese, but hardly ever the commonest. Of a
    few characters only what is Korean throughout is told.
    """
    characters = [char for char in _read_as(sample, name) if "\u3041" <= char <= "\u9fff"]
    if len(characters) < _FEW or sum(char in _COMMONEST for char in characters) >= _LEAST * len(characters):
        return True
    if len(characters) >= _ENOUGH:
        return False
    korean = [char for char in _read_as(sample, "euc_kr") if not char.isascii()]
    syllables = all("\uac00" <= char <= "\ud7a3" for char in korean)
    return not syllables or sum(char in _KOREAN for char in korean) < _LEAST * len(korean)


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
