"""The budget and the habits of the house that no import contract can hold."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "gridward"
FILES = [p for p in ROOT.rglob("*.py") if "migrations" not in p.parts]
ROOM_FILES = {
    "__init__", "actions", "api", "apps", "choices", "formats", "forms", "gateways", "jobs",
    "models", "queries", "rules", "schemas", "urls", "views",
}  # fmt: skip
ROOM_FOLDERS = ROOM_FILES | {
    "data",
    "locale",
    "migrations",
    "templates",
    "templatetags",
    "__pycache__",
}
NEVER = {"utils", "helpers", "common", "manager", "base", "misc"}
ROOMS = [
    p.parent for storey in ("ground", "response", "hq") for p in ROOT.glob(f"{storey}/*/apps.py")
]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_small():
    sizes = [lines(path) for path in FILES if lines(path) > 1]
    assert statistics.median(sizes) < 90
    assert max(sizes) <= 400


def test_functions_are_short():
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[int(len(lengths) * 0.95)] < 45


def test_no_file_is_a_drawer():
    assert [path for path in FILES if path.stem in NEVER] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_has_only_the_fixed_names(room):
    assert {p.stem for p in room.glob("*.py")} <= ROOM_FILES
    assert {p.name for p in room.iterdir() if p.is_dir()} <= ROOM_FOLDERS
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring
    assert "Noun" in docstring


def test_no_signals_no_save_overrides_no_type_checking_blocks():
    found = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if "TYPE_CHECKING" in text or "@receiver" in text:
            found.append(path)
        classes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ClassDef)]
        methods = {n.name for each in classes for n in each.body if isinstance(n, ast.FunctionDef)}
        if methods & {"save", "clean"}:
            found.append(path)
    assert found == []


def test_every_room_stands_in_the_documentation():
    docs = Path(__file__).parents[1]
    told = "".join(
        p.read_text(encoding="utf-8")
        for p in [*docs.glob("docs/**/*.md"), docs / "CONTRIBUTING.md"]
    )
    assert [room.name for room in ROOMS if f"`{room.name}`" not in told] == []
