"""A stored bulletin as it is read: the same words on the page, in Word and in Excel."""

from functools import reduce
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gridward.core.clock import local
from gridward.ground.grid import queries as grid
from gridward.hq.dashboard.choices import FigureName, Slot, Unit
from gridward.hq.dashboard.formats import Issue, Sheet
from gridward.hq.dashboard.models import Bulletin
from gridward.response.canvass.rules import percent

Line = dict[str, Any]
_WIDTH = 4  # figures side by side


def printed(bulletin: Bulletin) -> Issue:
    """The issue from what was frozen; nothing is read anew."""
    slot = bulletin.slot
    town = grid.names({bulletin.path}).get(bulletin.path, "")
    cut_off = f"{local(slot.cut_off):%Y-%m-%d %H:%M}" if slot.cut_off else ""
    issued = local(bulletin.published_at or bulletin.drafted_at).date()
    return Issue(
        banner=bulletin.title,
        number=_("No. {number}").format(number=bulletin.number),
        office=_("{town} epidemic response headquarters").format(town=town),
        day=date_format(issued, _("Y-m-d")),
        title=_("Situation of {day}, {slot}").format(
            day=date_format(slot.day, _("Y-m-d")), slot=Slot(slot.slot).label
        ),
        cut_off=_("All figures as of {at}.").format(at=cut_off),
        paragraphs=[*_summary(bulletin), *filter(None, bulletin.text.splitlines())],
        sheets=[_figures(bulletin.content["figures"]), *_villages(bulletin.content)],
        notes=[
            _("Difference: to the last bulletin. Late data: of an earlier slot, known only since."),
            _("Persons and person-times are counted apart and never added."),
        ],
    )


def _summary(bulletin: Bulletin) -> list[str]:
    """One sentence a figure, so that the bulletin can be read aloud."""
    parts = []
    for line in bulletin.content["figures"]:
        label, unit = FigureName(line["name"]).label, Unit(line["unit"]).label
        if line["denominator"] is None:
            parts.append(_("{label} {value} {unit}").format(label=label, unit=unit, **_plain(line)))
        else:
            parts.append(
                _("{label} {value} {unit} (of {denominator}, {share})").format(
                    label=label, unit=unit, **_plain(line)
                )
            )
    if not parts:
        return []
    listed = reduce(lambda a, b: _("{earlier}; {later}").format(earlier=a, later=b), parts)
    return [_("Situation: {figures}.").format(figures=listed)]


def _plain(line: Line) -> dict[str, str]:
    whole = line["denominator"]
    return {
        "value": str(line["value"]),
        "denominator": "–" if whole is None else str(whole),
        "share": "–" if whole is None else percent(line["value"], whole),
        "change": _signed(line["change"]),
        "late": str(line["late"]),
    }


def _signed(change: int | None) -> str:
    if change is None:
        return "–"
    return f"{change:+d}" if change else "0"


def _figures(lines: list[Line]) -> Sheet:
    head = [
        _("Figure"), _("Value counted"), _("Counted in"), _("Out of"), _("Share"), _("Difference"),
        _("Late data"),
    ]  # fmt: skip
    rows = [
        [
            str(FigureName(line["name"]).label), p["value"], str(Unit(line["unit"]).label),
            p["denominator"], p["share"], p["change"], p["late"],
        ]
        for line in lines
        for p in [_plain(line)]
    ]  # fmt: skip
    return Sheet(_("Figures of the township"), head, rows)


def _villages(content: dict[str, Any]) -> list[Sheet]:
    """A table for every few figures: paper is narrow."""
    names = [line["name"] for line in content["figures"]]
    groups = [names[n : n + _WIDTH] for n in range(0, len(names), _WIDTH)]
    return [_table(content, group, n) for n, group in enumerate(groups, start=1)]


def _table(content: dict[str, Any], names: list[str], number: int) -> Sheet:
    units = {line["name"]: Unit(line["unit"]).label for line in content["figures"]}
    head = [_("Village or community"), *(f"{FigureName(n).label} ({units[n]})" for n in names)]
    rows = []
    for village in content["villages"]:
        lines = {line["name"]: line for line in village["figures"]}
        rows.append([village["name"] or _("Not yet placed"), *(_cell(lines.get(n)) for n in names)])
    return Sheet(_("Figures by village, part {n}").format(n=number), head, rows)


def _cell(line: Line | None) -> str:
    if line is None:
        return "–"
    whole = line["denominator"]
    return str(line["value"]) if whole is None else f"{line['value']}/{whole}"
