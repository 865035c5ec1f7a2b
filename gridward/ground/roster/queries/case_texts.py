"""Reading case texts: who sees them, and what their words say."""

import functools
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.places import queries as places
from gridward.ground.places.rules import Match
from gridward.ground.places.rules.trips import Label, Lexicon, Reading, Span, read
from gridward.ground.roster.choices import CaseTextState, Event
from gridward.ground.roster.models import CaseText
from gridward.ground.roster.rules.case_texts import Row
from gridward.ground.xforms import queries as xforms

FORM = "screening"


@functools.cache
def _lexicon() -> Lexicon:
    return Lexicon.of(places.gazetteer())


def reading_of(text: str, told_on: date) -> Reading:
    """The spans and proposed stays of a text."""
    return read(text, _lexicon(), told_on=told_on)


def own_names(path: str) -> list[str]:
    """County and city around a path: 宁乡市, 长沙市."""
    code = path.partition("/")[0]
    return [name for width in (6, 4) if (name := places.name_of(code[:width]))]


def case_texts_visible_to(actor: Actor) -> QuerySet[CaseText]:
    """Texts of places whose register the actor keeps."""
    return visible(CaseText.objects.all(), actor, Permission.PEOPLE_IMPORT)


def open_case_text(item: CaseText, *, actor: Actor, purpose: str, at: datetime) -> None:
    """The recorded look at one text."""
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    ledger.record(
        Event.CASE_TEXT_READ, actor=actor, subject=item, path=item.path, at=at,
        purpose=purpose[:200],
    )  # fmt: skip


def next_case_text(actor: Actor, *, after: int) -> CaseText | None:
    """The next text that waits: those behind first, then those before."""
    waiting = case_texts_visible_to(actor).filter(state=CaseTextState.OPEN).order_by("pk")
    return waiting.filter(pk__gt=after).first() or waiting.exclude(pk=after).first()


def pieces(text: str, spans: Iterable[Span], named: Mapping[Label, object]) -> list[dict[str, Any]]:
    """The text cut into stretches with and without a label, `named` in words; `start` is where a
    stretch with a label begins."""
    found: list[dict[str, Any]] = []
    at = 0
    for span in spans:
        if span.label not in named or span.start < at:
            continue
        found.append({"text": text[at : span.start], "label": ""})
        found.append(
            {
                "text": text[span.start : span.end], "label": str(span.label),
                "word": named[span.label], "start": span.start,
            }
        )  # fmt: skip
        at = span.end
    found.append({"text": text[at:], "label": ""})
    return [piece for piece in found if piece["text"]]


def lines(item: CaseText) -> list[dict[str, Any]]:
    """The rows as the page shows them: with the words they were read from and what the place
    means."""
    rows = item.proposals
    meant = places.match_many({row.place for row in rows if row.place}, near=item.path)
    return [_line(item.text, number, row, meant) for number, row in enumerate(rows)]


def _line(text: str, number: int, row: Row, meant: Mapping[str, Match]) -> dict[str, Any]:
    found = meant.get(row.place)
    sure = found is not None and found.decision == "accept"
    return {
        "number": number, "row": row, "words": text[row.start : row.end],
        "sure": sure, "meant": places.full_name(found.code) if found and found.code else "",
    }  # fmt: skip


def screening_to_fill(actor: Actor) -> Any:  # xforms.models.Version
    """The edition in force of the screening form that covers the actor's places, or None."""
    rows = xforms.forms_to_fill(actor).filter(purpose="declaration")
    form = rows.filter(form_id=FORM).order_by("path").last() or None
    return xforms.latest(form) if form else None
