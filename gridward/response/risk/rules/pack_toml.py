"""The head of a pack as text, always written the same way: it comes back from Excel unchanged."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def write(head: Mapping[str, Any]) -> str:
    """``pack.toml``: single values first, then tables, then the examples."""
    plain = [f"{key} = {_value(value)}" for key, value in head.items() if not _is_table(value)]
    parts = ["\n".join(plain)]
    for key, value in head.items():
        if isinstance(value, Mapping) and not _is_inline(key):
            parts += _tables(key, value)
        elif _is_table(value) and not isinstance(value, Mapping):
            parts += [f"[[{key}]]\n{_lines(_ordered(each))}" for each in value]
    return "\n\n".join(parts) + "\n"


EXAMPLE = (
    "name", "on", "home", "stays", "contact_on", "secondary_on", "colocated_on", "casual_on",
    "red_code_on", "yellow_code_on", "temperature", "symptoms", "age", "doses", "last_dose",
    "worker", "expect",
)  # fmt: skip
_EXPECTED = ("measure", "until", "row")


def _ordered(example: Mapping[str, Any]) -> dict[str, Any]:
    """The example with its keys in their usual order; unknown ones last."""
    keys = sorted(example, key=lambda key: EXAMPLE.index(key) if key in EXAMPLE else 99)
    found = {key: example[key] for key in keys}
    if isinstance(found.get("expect"), Mapping):
        expected = found["expect"]
        found["expect"] = {key: expected[key] for key in _EXPECTED if key in expected}
    return found


def _is_inline(key: str) -> bool:
    return key == "title"


def _is_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return set(value) != {"zh", "en"}
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _tables(key: str, table: Mapping[str, Any]) -> list[str]:
    if table and all(isinstance(value, Mapping) for value in table.values()):
        return [f"[{key}.{name}]\n{_lines(value)}" for name, value in table.items()]
    return [f"[{key}]\n{_lines(table)}"]


def _lines(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{key} = {_value(value)}" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key} = {_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
