"""How well place names are recognised: as measured, and as decided here."""

from collections.abc import Sequence

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.places import queries
from gridward.ground.places.choices import Source
from gridward.ground.places.rules import ENOUGH, quality

_WORDS = dict(Source.choices)


@require_safe
@signed_in
def quality_report(request: ActingRequest) -> HttpResponseBase:
    """``?format=csv|xlsx&table=measured|limits|decided`` takes one of the tables out."""
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    report, decided = queries.measured(), queries.settled(request.actor)
    if kind := request.GET.get("format"):
        name = request.GET.get("table", "decided")
        head, lines = _table(name, report, decided)
        return table_response(kind, f"place-quality-{name}", [str(each) for each in head], lines)
    taken_back, learned = queries.withdrawn(request.actor)
    context = {
        "report": report, "limit": ENOUGH, "source_words": _WORDS,
        "sources": report.by_source() if report else (),
        "whole": report.whole() if report else None,
        "limits": quality.at_limits(report.whole(), ENOUGH) if report else (),
        "decided": len(decided), "bands": quality.by_confidence(decided),
        "decided_by_source": quality.by_source(decided),
        "taken_back": taken_back, "learned": learned,
    }  # fmt: skip
    return render(request, "places/quality.html", context)


def _table(
    name: str, report: quality.Report | None, decided: list[quality.Settled]
) -> tuple[Sequence[object], list[list[Cell]]]:
    if name == "measured":
        head = [
            _("Texts"), _("Came by"), _("Rows"), _("Recall"), _("Precision"), _("Wrong accepts"),
            _("Asked"), _("First answer right"),
        ]  # fmt: skip
        return head, [
            [
                each.name, str(_WORDS.get(each.source, each.source)), each.rows, each.recall,
                each.precision, each.wrong, each.asked, each.first_right,
            ]
            for each in (report.sets if report else ())
        ]  # fmt: skip
    if name == "limits":
        told = quality.at_limits(report.whole(), ENOUGH) if report else []
        return [_("If the limit were"), _("Accepted"), _("Wrong accepts")], [
            [each.limit, each.accepted, each.wrong] for each in told
        ]
    head = [
        _("Confidence from"), _("Decisions"), _("First answer right"), _("Another candidate"),
        _("Another place"), _("Not a place"),
    ]  # fmt: skip
    return head, [
        [each.low, each.count, each.first, each.other, each.elsewhere, each.none]
        for each in quality.by_confidence(decided)
    ]
