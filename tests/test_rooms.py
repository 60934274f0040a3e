"""The rooms of the package: arrows point down only, imports for types included, and no two modules import one another."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import weishang_risk

PACKAGE = Path(weishang_risk.__file__).parent
#: From the ground up; what stands in no room comes above them all.
ROOMS = ("once", "place", "language", "reading", "concepts", "plan", "model", "render", "report")


def _imports(path: Path) -> list[str]:
    """Modules of the package that a module imports anywhere in it, by dotted names without the package's."""
    inside = path.relative_to(PACKAGE).with_suffix("").parts
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = inside[: len(inside) - node.level]
        if node.module:
            name = ".".join((*base, node.module))
            # ``from ..plan import entry`` imports the module, not a name of the room.
            own = [f"{name}.{alias.name}" for alias in node.names if _file(f"{name}.{alias.name}")]
            found += own or [name]
        else:
            found += [".".join((*base, alias.name)) for alias in node.names]
    return found


def _file(name: str) -> Path | None:
    path = PACKAGE.joinpath(*name.split("."))
    return next((each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file()), None)


def _room(name: str) -> int:
    first = name.split(".")[0]
    return ROOMS.index(first) if first in ROOMS else len(ROOMS)


MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path for path in PACKAGE.rglob("*.py")}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_room_imports_from_itself_and_from_rooms_below_it_alone(name: str) -> None:
    assert not [other for other in _imports(MODULES[name]) if _room(other) > _room(name)]


def test_no_module_imports_one_that_imports_it() -> None:
    graph = {name: {other for other in _imports(path) if other in MODULES and other != name} for name, path in MODULES.items()}
    TopologicalSorter(graph).prepare()
