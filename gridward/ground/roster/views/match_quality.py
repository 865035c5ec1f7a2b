"""How well records are recognised: measured on made-up people, and decided by people here."""

from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gridward.core.clock import now
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.roster import actions, queries
from gridward.ground.roster.queries.quality import Figures, Measured, measured
from gridward.ground.roster.rules.identity import BANDS, DOUBLED, band
from gridward.ground.roster.views.duplicates import BANDS as WORDS
from gridward.ground.roster.views.duplicates import SOURCES

COLUMNS = (
    ("source", gettext_lazy("Came by")), ("band", gettext_lazy("Certainty")),
    ("bits", gettext_lazy("Bits"), "end narrow"),
    ("same", gettext_lazy("The same person"), "end"),
    ("different", gettext_lazy("Two people"), "end"),
    ("share", gettext_lazy("Of these one person"), "end"),
    ("waiting", gettext_lazy("Undecided"), "end"),
)  # fmt: skip
MEASURED = (
    ("label", gettext_lazy("Records")), ("reports", gettext_lazy("How many"), "end"),
    ("precision", gettext_lazy("Right among linked"), "end"),
    ("wrong", gettext_lazy("Wrong links"), "end"),
    ("recall", gettext_lazy("Found, with review"), "end"),
    ("queue", gettext_lazy("For a person"), "end"),
)  # fmt: skip
OTHERS = (
    ("label", gettext_lazy("Way")), ("joined", gettext_lazy("Linked"), "end"),
    ("precision", gettext_lazy("Right among linked"), "end"),
    ("wrong", gettext_lazy("Wrong links"), "end"), ("recall", gettext_lazy("Found"), "end"),
)  # fmt: skip
LABELS = {
    **SOURCES, "gate": gettext_lazy("Gate"), "overall": gettext_lazy("All records"),
    "without_area": gettext_lazy("All records, were no village known without an address"),
    "exact joins": gettext_lazy("Equal number, or equal name with phone or door"),
    "listed": gettext_lazy("People of the register"),
    "relative": gettext_lazy("Relatives who are not in the register"),
    "stranger": gettext_lazy("Strangers"),
    "name right": gettext_lazy("Name right"),
    "name homophone": gettext_lazy("Name with a same-sounding character"),
    "name short": gettext_lazy("Name lacking a character"),
    "name wrong": gettext_lazy("Name with a wrong character"),
    "name empty": gettext_lazy("No name"),
    "number right": gettext_lazy("Identity number right"),
    "number missing": gettext_lazy("No identity number"),
    "number typo": gettext_lazy("Identity number mistyped"),
    "number tail": gettext_lazy("Only the end of the identity number"),
    "number kin": gettext_lazy("A relative's identity number"),
    "phone right": gettext_lazy("Phone right"), "phone missing": gettext_lazy("No phone"),
    "phone typo": gettext_lazy("Phone mistyped"), "phone new": gettext_lazy("A new phone"),
    "phone kin": gettext_lazy("A relative's phone"),
    "house right": gettext_lazy("Address right"), "house missing": gettext_lazy("No address"),
    "house wrong": gettext_lazy("Wrong address"),
}  # fmt: skip


@signed_in
@require_safe
def match_quality(request: ActingRequest) -> HttpResponseBase:
    """Both tables; the one of people's decisions can be taken out."""
    request.actor.require_somewhere(Permission.PEOPLE_MERGE)
    rows = [_line(one) for one in queries.decided_by_band(queries.pairs_visible_to(request.actor))]
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COLUMNS]
        lines = [[str(row[column[0]]) for column in COLUMNS] for row in rows]
        why = _("List taken out")
        actions.note_export("match quality", len(rows), actor=request.actor, purpose=why, at=now())
        return table_response(kind, _("Quality of recognition"), head, lines)
    found: Measured = measured()
    context = {
        "columns": COLUMNS, "rows": rows, "measured": found, "measured_columns": MEASURED,
        "others_columns": OTHERS, "sources": _labelled(found.sources),
        "kinds": _labelled(found.kinds), "others": _labelled(found.others),
        "doubled": DOUBLED, "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
        "unkeyed": queries.not_yet_sought(),
    }  # fmt: skip
    return render(request, "roster/match_quality.html", context)


def _labelled(rows: Sequence[Figures]) -> list[dict[str, Any]]:
    return [{**row, "label": str(LABELS.get(row["name"], row["name"]))} for row in rows]


def _line(one: Any) -> dict[str, Any]:
    low = BANDS[one.band - 1] if one.band else None
    share = "–" if one.share is None else f"{one.share:.1%}"
    return {
        "source": str(SOURCES.get(one.source, one.source)),
        "band": str(WORDS[band(low) if low is not None else 0]),
        "bits": "" if low is None else f"≥ {low:.0f}", "same": one.same,
        "different": one.different, "share": share, "waiting": one.waiting,
    }  # fmt: skip
