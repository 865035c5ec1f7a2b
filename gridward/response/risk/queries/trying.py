"""One invented person judged by one edition: for trying a policy, nothing is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from gridward.ground.places import queries as places
from gridward.ground.places.rules import Verdict
from gridward.response.risk.choices import Measure
from gridward.response.risk.queries.areas import known_areas
from gridward.response.risk.rules import Pack, PersonFacts, Proposal, Stay, classify, significant


@dataclass(frozen=True, slots=True)
class Told:
    """A stay as typed by hand."""

    text: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out, and which division each place was taken for (empty: not resolved)."""

    proposal: Proposal
    label: str | Promise
    places: list[tuple[str, str]]


def try_person(pack: Pack, facts: PersonFacts, stays: Iterable[Told], *, on: date) -> Tried:
    """The class of somebody with these facts on a day. Places are matched as in a declaration."""
    told = list(stays)
    found = places.match_many({each.text for each in told}, near=facts.path)
    codes = {
        text: match.code if match.decision == Verdict.ACCEPT else ""
        for text, match in found.items()
    }
    resolved = tuple(
        Stay(each.text, significant(codes[each.text]), each.since, each.until) for each in told
    )
    known = PersonFacts(
        path=facts.path, stays=resolved, exposures=facts.exposures, codes=facts.codes,
        reports=facts.reports, born=facts.born,
    )  # fmt: skip
    proposal = classify(known, pack, known_areas(on), on)
    named = [(text, places.full_name(code) if code else "") for text, code in codes.items()]
    return Tried(proposal, Measure(proposal.measure).label, named)
