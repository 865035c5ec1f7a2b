"""The words of the interface: which are missing in Chinese, and compiling them.

``python tools/messages.py check``    lists every English text without a Chinese one, by room
``python tools/messages.py compile``  writes the .mo files beside the .po files (not committed)
``python tools/messages.py missing ROOM``  prints po entries to fill in for one room's folder
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1] / "gridward"
_CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
_REFUSALS = {
    "Refusal", "BadInput", "BadRequest", "NotAllowed", "NotThere", "WrongState", "Conflict",
    "TooLarge", "TooMany",
}  # fmt: skip


def of_python(source: str) -> Iterator[str]:
    """Texts in calls of gettext, ``Reason.of("...")``, ``Refusal("...")`` and ``title = "..."``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    owner = getattr(getattr(node.func, "value", None), "id", "")
    texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name in {"ngettext", "ngettext_lazy"}:
        yield from texts[:2]
    elif name == "pgettext":
        yield from texts[1:2]
    elif (
        name in _CALLS
        or name in _REFUSALS
        or (name == "of" and owner == "Reason")
        or name == "Reason"
    ):
        yield from texts[:1]


def of_template(source: str) -> Iterator[str]:
    """Texts of ``{% translate %}`` and ``{% blocktranslate %}``."""
    plain = templatize(source)
    for line in plain.split("gettext(")[1:]:
        yield _literal(line)
    for line in plain.replace("gettext(", "").split("_(")[1:]:
        yield _literal(line)


def _literal(rest: str) -> str:
    """The Python string literal that `rest` begins with."""
    for end in range(len(rest)):
        if rest[end] in ")," and end:
            try:
                value = ast.literal_eval(rest[:end].strip())
            except (SyntaxError, ValueError):
                continue
            if isinstance(value, str):
                return value
    return ""


def texts() -> dict[str, set[Path]]:
    """Every English text and the files it stands in."""
    found: dict[str, set[Path]] = {}
    for path in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html"), *ROOT.rglob("*.txt")]):
        if "migrations" in path.parts or "node_modules" in path.parts:
            continue
        if path.suffix == ".txt" and "templates" not in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        read = of_python if path.suffix == ".py" else of_template
        for text in read(source):
            if text.strip():
                found.setdefault(text, set()).add(path)
    for title in titles_of_refusals():
        found.setdefault(title, set()).add(ROOT / "core" / "errors.py")
    return found


def titles_of_refusals() -> Iterator[str]:
    """The class attribute ``title`` of each refusal."""
    errors = ROOT / "core" / "errors.py"
    for node in ast.walk(ast.parse(errors.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and any("title" in ast.unparse(t) for t in node.targets):
            for each in ast.walk(node.value):
                if (
                    isinstance(each, ast.Constant)
                    and isinstance(each.value, str)
                    and " " in each.value
                ):
                    yield each.value


def translated() -> dict[str, dict[str, str]]:
    """English text -> Chinese text -> the room that says so. One reading is right, two clash."""
    done: dict[str, dict[str, str]] = {}
    for path in sorted(ROOT.rglob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if not message.id or not message.string or message.fuzzy or message.context:
                    continue
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                said = message.string if isinstance(message.string, str) else message.string[0]
                for each in ids:
                    done.setdefault(each, {}).setdefault(said, room_of(path))
    return done


def clashes() -> Iterator[str]:
    """English texts that two rooms say differently: Django would take either for both."""
    for text, readings in sorted(translated().items()):
        if len(readings) > 1:
            said = ", ".join(f"{room}: {chinese}" for chinese, room in readings.items())
            yield f"{text!r} has two readings ({said})"


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[:1] if parts[0] in {"core", "web"} else parts[:2])


def missing() -> dict[str, list[str]]:
    """Room -> its texts without Chinese."""
    done = translated()
    by_room: dict[str, list[str]] = {}
    for text, places in sorted(texts().items()):
        if text not in done:
            by_room.setdefault(room_of(min(places)), []).append(text)
    return by_room


def check() -> int:
    lacking = missing()
    for room, lines in lacking.items():
        print(f"{room}: {len(lines)} texts without Chinese")
        for line in lines:
            print(f"    {line!r}")
    two_readings = list(clashes())
    for line in two_readings:
        print(line)
    return 1 if lacking or two_readings else 0


def compile_all() -> int:
    for path in ROOT.rglob("*.po"):
        with path.open("rb") as file:
            catalog = read_po(file, locale="zh_Hans")
        with path.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalog)
    return 0


def print_missing(room: str) -> int:
    for text in missing().get(room, []):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        print(f'msgid "{quoted}"\nmsgstr ""\n')
    return 0


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    match arguments:
        case ["check"]:
            return check()
        case ["compile"]:
            return compile_all()
        case ["missing", room]:
            return print_missing(room)
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
