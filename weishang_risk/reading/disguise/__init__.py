"""Words in disguise: look-alike letters, leet, signs between the characters of words, words told backwards, codes.

Each function finds edits, ``(start, end, replacement)``, of a text, and finds none in an ordinary one: a sign is taken out where
it stands inside words, a letter is read as another where a known word comes of it.
"""

from .codes import decoded
from .letters import folded, leet, lookalikes
from .lines import backwards, broken_lines
from .signs import blanks, inside_words, strewn, threaded
from .spelling import known, parted, segmented

__all__ = [
    "backwards", "blanks", "broken_lines", "decoded", "folded", "inside_words", "known", "leet", "lookalikes", "parted", "segmented", "strewn",
    "threaded",
]  # fmt: skip
