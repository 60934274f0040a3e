"""The JSON Schema of the contract, held against the records that it follows from: concepts, features, voices, levels, the plan's types.

``python -m training.contract`` tells which parts of ``contract.schema.json`` say something else; ``--renew`` writes it anew. What the
records do not tell (the shape of a passage, say) is kept as it stands in the file.
"""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from weishang_risk.concepts.registry import FEATURES, SIGNALS, VOICES
from weishang_risk.plan import types
from weishang_risk.report import contradictions, report
from weishang_risk.report.legal import schema as legal

SCHEMA = Path(report.__file__).with_name("contract.schema.json")
#: Longest line of the file.
WIDTH = 150


def held() -> dict[str, Any]:
    """The schema that ships with the library."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def filled(schema: dict[str, Any]) -> dict[str, Any]:
    """A copy of a schema in which all that follows from the records does."""
    made = copy.deepcopy(schema)
    levels = [name for _, name in report.LEVELS]
    made["description"] = f"RiskReport.to_dict(), schema_version {report.SCHEMA_VERSION}"
    whole, parts = made["properties"], made["$defs"]
    whole["schema_version"] = {"const": report.SCHEMA_VERSION}
    whole["level"]["enum"] = [*reversed(levels), "unjudged"]
    whole["voice"]["enum"] = list(VOICES)
    parts["passage"]["properties"]["level"]["enum"] = [*reversed(levels)]
    parts["features"]["properties"] = {name: dict(feature.sort.schema) for name, feature in FEATURES.items()}
    parts["features"]["required"] = list(FEATURES)
    parts["evidence"]["properties"]["signal"]["enum"] = list(SIGNALS)
    parts["contradiction"]["properties"]["signal"]["enum"] = list(contradictions.SIGNALS)
    for key in ("without", "with"):
        parts["counterfactual"]["properties"][key]["items"]["enum"] = list(report.REMOVED)
    parts["stance"]["enum"] = list(get_args(types.Stance))
    parts["entry"]["properties"]["form"]["enum"] = list(get_args(types.Form))
    parts["reward"]["properties"]["base"]["enum"] = list(types.BASES)
    parts["legal_test"]["properties"]["kind"]["enum"] = list(legal.KINDS)
    parts["legal_test"]["properties"]["logic"]["enum"] = list(legal.LOGICS)
    return made


def differences(one: Any, other: Any, at: str = "$") -> Iterator[str]:
    """Places in which two schemas differ.

    Examples
    --------
    >>> list(differences({"a": {"enum": [1]}, "b": 1}, {"a": {"enum": [1, 2]}, "b": 1}))
    ['$.a.enum: [1] stands for [1, 2]']
    """
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        for key, value in one.items():
            yield from differences(value, other[key], f"{at}.{key}")
    elif one != other or json.dumps(one) != json.dumps(other):
        yield f"{at}: {json.dumps(one)} stands for {json.dumps(other)}"


def written(value: Any, depth: int = 0, name: str = "", width: int = WIDTH) -> str:
    """JSON with what fits on a line on one line.

    Examples
    --------
    >>> print(written({"a": [1, 2], "b": ["x" * 9]}, width=14))
    {
     "a": [1, 2],
     "b": [
      "xxxxxxxxx"
     ]
    }
    """
    start = " " * depth + name
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(start) + len(flat) < width:
        return start + flat
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    items = value.items() if isinstance(value, dict) else (("", item) for item in value)
    lines = [written(item, depth + 1, f"{json.dumps(key)}: " if key else "", width) for key, item in items]
    return f"{start}{opened}\n" + ",\n".join(lines) + f"\n{' ' * depth}{closed}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write anew."""
    parser = argparse.ArgumentParser(prog="training.contract", description=__doc__)
    parser.add_argument("--renew", action="store_true", help=f"write {SCHEMA.name} anew")
    options = parser.parse_args(arguments)
    found = held()
    wanted = filled(found)
    if options.renew:
        SCHEMA.write_text(written(wanted) + "\n", encoding="utf-8")
        print(f"{SCHEMA.name}: written")
        return 0
    told = list(differences(found, wanted))
    print("\n".join([*told, f"{len(told)} parts of {SCHEMA.name} differ from the records"]))
    return int(bool(told))


if __name__ == "__main__":
    raise SystemExit(main())
