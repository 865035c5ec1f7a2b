"""Workbooks as form authors make them, for the tests."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook

from gridward.ground.xforms import actions
from tests.make import forms as make

Rows = Iterable[Mapping[str, object]]


def book(
    survey: Rows, choices: Rows = (), settings: Mapping[str, object] | None = None, **others: Rows
) -> bytes:
    """An .xlsx of these rows; columns in the order in which they first appear."""
    made = Workbook()
    del made["Sheet"]
    chosen = {"form_id": "tea", "form_title": "茶水登记", "version": "1"}
    pages = {
        "survey": survey, "choices": choices, "settings": [{**chosen, **(settings or {})}],
        **others,
    }  # fmt: skip
    for name, rows in pages.items():
        page = made.create_sheet(name)
        told = list(rows)
        heads = list(dict.fromkeys(head for row in told for head in row))
        page.append(heads)
        for row in told:
            page.append([row.get(head) for head in heads])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


NAME = {"type": "text", "name": "who", "label": "姓名", "required": "yes"}
CUPS = {"type": "integer", "name": "cups", "label": "杯数", "constraint": ". < 9",
        "constraint_message": "最多八杯"}  # fmt: skip
SWEET = {"type": "select_one yn", "name": "sweet", "label": "加糖吗"}
SPOONS = {"type": "integer", "name": "spoons", "label": "几勺", "relevant": "${sweet} = 'y'"}
YN = [
    {"list_name": "yn", "name": "y", "label": "是"},
    {"list_name": "yn", "name": "n", "label": "否"},
]
TEA = [NAME, CUPS, SWEET, SPOONS]


def tea(*more: Mapping[str, object], version: str = "1", **settings: object) -> bytes:
    """A small form about tea, with some more questions."""
    return book([*TEA, *more], YN, {"version": version, **settings})


MORE = {"type": "text", "name": "x", "label": "备注"}


def upload(content, actor, at, name="茶水.xlsx", **more):
    """A workbook taken in by the headquarters of the township."""
    return actions.upload(
        content=content, name=name, path=make.HQ, purpose="other", actor=actor, at=at, **more
    )
