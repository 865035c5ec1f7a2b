"""One text in, its spans and proposed stays out."""

from datetime import date

from gridward.ground.places.rules.trips import dates, places, roles, stays, transport
from gridward.ground.places.rules.trips.lexicon import Lexicon
from gridward.ground.places.rules.trips.values import Label, Reading, Span

_VARIANTS = str.maketrans({"㝉": "宁", "甯": "宁"})


def read(text: str, lexicon: Lexicon, *, told_on: date | None = None) -> Reading:
    """What a case text says about journeys. Never raises; proposals only.

    `told_on`: the day the text was written, which gives days their year.
    """
    text = text.translate(_VARIANTS)
    times = dates.mentions(text, told_on=told_on)
    rides = transport.rides(text)
    taken = [(m.start, m.end) for m in times] + [(r.start, r.end) for r in rides if r.number]
    found = places.mentions(text, lexicon, taken)
    days = [m for m in times if not m.is_hour]
    of_places = roles.of_places(text, found)
    of_days = roles.of_days(text, days, found, of_places)
    spans = [
        *(Span(label, p.start, p.end, p.text) for p, label in zip(found, of_places, strict=True)),
        *(
            Span(label, m.start, m.end, str(m.when), m.relative)
            for m, label in zip(days, of_days, strict=True)
        ),
        *(Span(Label.TIME, m.start, m.end, str(m.when)) for m in times if m.is_hour),
        *(
            Span(Label.NUMBER if r.number else Label.TRANSPORT, r.start, r.end, r.number or r.mode)
            for r in rides
        ),
    ]
    spans.sort(key=lambda span: (span.start, -span.end))
    told = stays.Told(text, list(zip(found, of_places, strict=True)), days, rides)
    first: dict[Label, date | None] = {}
    for day, label in zip(days, of_days, strict=True):
        first.setdefault(label, day.when.first)
    return Reading(
        tuple(spans), stays.proposals(told), onset=first.get(Label.ONSET),
        visited=first.get(Label.FIRST_VISIT), isolated=first.get(Label.ISOLATED),
        confirmed=first.get(Label.CONFIRMED),
    )  # fmt: skip
