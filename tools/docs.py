"""Reference pages that are made from the code, so that they cannot be wrong.

``python tools/docs.py write`` writes them to docs/reference, ``check`` fails when one of them is
not what the code says.
"""

import ast
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DATABASE_URL", "postgresql:///nothing-is-connected")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.db.models import TextChoices  # noqa: E402
from django.utils import translation  # noqa: E402

from gridward.core import errors, privacy  # noqa: E402
from gridward.core.permissions import Permission  # noqa: E402
from gridward.ground.access.choices import Role  # noqa: E402
from gridward.ground.access.rules import ROLES, SECOND_FACTOR  # noqa: E402
from gridward.web.reactions import REACTIONS  # noqa: E402

_HEAD = "<!-- Made by tools/docs.py from the code. Do not edit. -->\n"


def rooms() -> Iterator[str]:
    """Import names of all rooms."""
    for config in apps.get_app_configs():
        if config.name.startswith("gridward."):
            yield config.name


def modules(kind: str) -> Iterator[ModuleType]:
    """Every ``<room>.<kind>`` and, when that is a folder, the files in it."""
    for room in rooms():
        folder = ROOT / room.replace(".", "/")
        if (folder / f"{kind}.py").exists():
            yield importlib.import_module(f"{room}.{kind}")
        for file in sorted((folder / kind).glob("*.py")):
            name = f"{room}.{kind}" + ("" if file.stem == "__init__" else f".{file.stem}")
            yield importlib.import_module(name)


def states() -> str:
    """All transition tables: dicts in rules whose name ends with TRANSITIONS."""
    lines = [
        _HEAD,
        "# States\n",
        "What may follow what. The guards stand beside each table in the code.\n",
    ]
    seen: set[int] = set()
    for module in modules("rules"):
        for name, table in sorted(vars(module).items()):
            if (
                name.endswith("TRANSITIONS")
                and isinstance(table, Mapping)
                and id(table) not in seen
            ):
                seen.add(id(table))
                lines.append(f"## {module.__name__.removeprefix('gridward.')} · {name}\n")
                lines += ["| from | to |", "|---|---|"]
                lines += [
                    f"| {source} | {', '.join(sorted(str(t) for t in targets)) or 'the end'} |"
                    for source, targets in table.items()
                ]
                lines.append("")
    return "\n".join(lines)


def roles() -> str:
    lines = [_HEAD, "# Roles and permissions\n"]
    lines.append("A posting gives its role's permissions on its node and everything below it.\n")
    lines += ["| role | 中文 | second factor | permissions |", "|---|---|---|---|"]
    for role, held in ROLES.items():
        second = "yes" if role in SECOND_FACTOR else ""
        named = ", ".join(f"`{p}`" for p in sorted(held))
        lines.append(f"| {role} | {_label(role)} | {second} | {named} |")
    lines += ["", "## All permissions\n"]
    comments = _comments(ROOT / "gridward/core/permissions.py")
    lines += ["| permission | to |", "|---|---|"]
    lines += [f"| `{p.value}` | {comments.get(p.name, '')} |" for p in Permission]
    return "\n".join(lines) + "\n"


def _label(role: str) -> str:
    with translation.override("zh-hans"):
        return str(Role(role).label)


def _comments(path: Path) -> dict[str, str]:
    """``NAME = ...  # comment`` -> comment."""
    found = re.findall(
        r"^\s+([A-Z_]+) = .*?#\s*(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    return dict(found)


def events() -> str:
    lines = [_HEAD, "# Ledger events and what follows\n"]
    lines += ["| event | what happened | room | reactions |", "|---|---|---|---|"]
    follows = {event.value: [r.__name__ for r in done] for event, done in REACTIONS.items()}
    for module in modules("choices"):
        room = module.__name__.removeprefix("gridward.").removesuffix(".choices")
        for kind in vars(module).values():
            if (
                isinstance(kind, type)
                and issubclass(kind, TextChoices)
                and kind.__name__ == "Event"
            ):
                lines += [
                    f"| `{event.value}` | {event.label} | {room} "
                    f"| {', '.join(follows.get(event.value, []))} |"
                    for event in kind
                ]
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Every environment variable that is read, with what it is for."""
    named = ("web/settings", "core/clock", "web/batch/places", "core/batch/engines/cluster",
             "core/batch/engines/spark")  # fmt: skip
    sources = [ROOT / f"gridward/{name}.py" for name in named]
    tree = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    lines = [_HEAD, "# Settings\n", "From the environment only; secrets also as `NAME_FILE`.\n"]
    lines += ["| variable | default | what for |", "|---|---|---|"]
    for name, default in _variables(ast.parse(tree)):
        lines.append(f"| `{name}` | {default} | {_ABOUT[name]} |")
    return "\n".join(lines) + "\n"


_ABOUT = {
    "GRIDWARD_DATA": "folder for the embedded database, secrets and uploaded files",
    "GRIDWARD_SECRET_KEY": "signs sessions; made once and kept in the data folder when missing",
    "GRIDWARD_FIELD_KEYS": "encrypts identifiers: `name:base64` words, the first one writes",
    "GRIDWARD_DEBUG": "1 only on a developer's machine",
    "GRIDWARD_HTTPS": "1 behind a TLS proxy: secure cookies and HSTS",
    "GRIDWARD_HOSTS": "names under which the server answers, with commas",
    "GRIDWARD_NOTICE": "a line above every page, such as 演练数据",
    "GRIDWARD_PUBLIC_URL": "address in links and QR codes that leave the system",
    "GRIDWARD_ORIGINS": "origins trusted for forms behind a proxy, with commas",
    "GRIDWARD_STATIC": "where collected static files lie",
    "GRIDWARD_CLOCK_SHIFT": "drills only: seconds added to the clock",
    "GRIDWARD_LOG": "level of the log on standard error",
    "GRIDWARD_BATCH_ENGINE": "what runs batch jobs: `duckdb://?memory_limit=2GB&threads=2`, "
    "`spark://host:port`, `sail://`, `postgresql://` (see how-to/judge-millions)",
    "GRIDWARD_SPARK_SECRET": "the secret of a Spark cluster, 32 characters or more",
    "GRIDWARD_SPARK_SECRET_FILE": "a file with it",
    "GRIDWARD_SPARK_PACKAGES": "where `python -m tools.setup spark` put its packages",
    "DATABASE_URL": "PostgreSQL 15 or newer; the application works as the role gridward_app",
    "DATABASE_OWNER_URL": "the owner's login for migrations when it differs",
}


def _variables(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.args[0].value
            if isinstance(name, str) and re.fullmatch(r"(GRIDWARD|DATABASE)_[A-Z_]+", name):
                given = node.args[1] if len(node.args) > 1 else None
                yield (
                    name,
                    f"`{given.value!s}`" if isinstance(given, ast.Constant) and given.value else "",
                )


def refusals() -> str:
    lines = [
        _HEAD,
        "# Refusals\n",
        "Stable codes of `application/problem+json` and of the pages.\n",
    ]
    lines += ["| code | status | sentence |", "|---|---|---|"]
    lines += [f"| `{k.code}` | {k.status} | {k.title} |" for k in errors.catalogue()]
    return "\n".join(lines) + "\n"


def register() -> str:
    """The register of processing: every personal column, why it is held and for how long."""
    lines = [_HEAD, "# Register of personal data\n"]
    lines += ["| table | column | what | purpose | basis | class | kept until |", "|---" * 7 + "|"]
    for model in apps.get_models():
        if not model.__module__.startswith("gridward."):
            continue
        for column, held in sorted(privacy.personal_columns(model).items()):
            lines.append(
                f"| {model._meta.label_lower} | {column} | {held.what} | {held.purpose} | "
                f"{held.basis} | {held.sensitivity} | {held.retention} |"
            )
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "states": states, "roles": roles, "events": events, "settings": settings,
    "refusals": refusals, "privacy": register,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    stale = []
    for name, make in PAGES.items():
        path = ROOT / "docs" / "reference" / f"{name}.md"
        text = make()
        if arguments == ["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"docs/reference is not what the code says: {', '.join(stale)}. Run `make docs`.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
