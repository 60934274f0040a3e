"""Files of phrases, read and held against the records of the concepts: nothing missing, nothing of what there is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from ...concepts.features import DEPTH
from ...concepts.registry import CONCEPTS, MITIGATIONS, SIGNALS, VOICES

#: Families of phrases that have one for each of some names and no other.
FAMILIES = {"signal": SIGNALS, "voice": VOICES, "mitigation": MITIGATIONS}


class CatalogueError(ValueError):
    """Phrases that cannot be used as they are."""


def needed() -> Iterator[str]:
    """Keys of the phrases that every language has by the records."""
    for family, names in FAMILIES.items():
        yield from (f"{family}.{name}" for name in names)
    for concept in CONCEPTS:
        yield f"name.{concept.name}"
        if concept.features and concept.features[0].sort is DEPTH:
            yield from (f"{concept.name}.{level}" for level in ("none", "one", "many", "unlimited"))
        else:
            yield from (f"{concept.name}.{level}" for level in (0, *concept.levels))


def line_of(text: str, key: str) -> int:
    """The line of a file on which a key stands, from 1; the last where it stands on several."""
    found = [match.start() for match in re.finditer(rf"{re.escape(json.dumps(key))}\s*:", text)]
    return text.count("\n", 0, found[-1] if found else 0) + 1


def parse(name: str, text: str) -> dict[str, str]:
    """The phrases of a file.

    Raises
    ------
    CatalogueError
        Where it is no JSON, tells a key twice, holds anything but strings, lacks what :func:`needed` names, or has a phrase for a
        signal, a voice or a mitigation that does not exist.

    Examples
    --------
    >>> parse("xx.json", '{"language": "xx"}')
    Traceback (most recent call last):
        ...
    weishang_risk.render.catalogue.phrases.CatalogueError: xx.json: no phrase 'signal.tiers', which concepts/registry.py asks for
    """

    def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
        phrases: dict[str, str] = {}
        for key, phrase in pairs:
            if key in phrases:
                raise CatalogueError(f"{name} line {line_of(text, key)}: {key!r} is told twice")
            if not isinstance(phrase, str):
                raise CatalogueError(f"{name} line {line_of(text, key)}: {key!r} is no string")
            phrases[key] = phrase
        return phrases

    try:
        found: dict[str, str] = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise CatalogueError(f"{name} line {error.lineno}: {error.msg}") from None
    if missing := next((key for key in needed() if key not in found), None):
        raise CatalogueError(f"{name}: no phrase {missing!r}, which concepts/registry.py asks for")
    for key in found:
        family, _, member = key.partition(".")
        if family in FAMILIES and member not in FAMILIES[family]:
            raise CatalogueError(f"{name} line {line_of(text, key)}: {key!r} is of no {family} there is; there are {', '.join(FAMILIES[family])}")
    return found


def check_alike(name: str, own: Mapping[str, str], other_name: str, other_text: str, other: Mapping[str, str]) -> None:
    """Refuse phrases of one language that lack what another has.

    Raises
    ------
    CatalogueError
    """
    if missing := next((key for key in other if key not in own), None):
        raise CatalogueError(f"{name}: no phrase {missing!r}, which {other_name} line {line_of(other_text, missing)} tells")
