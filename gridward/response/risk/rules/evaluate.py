"""People and a policy in, proposals with reasons out. The machine only ever proposes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from gridward.core.decision import Reason
from gridward.response.risk.rules.areas import AreaSet
from gridward.response.risk.rules.embedded import Desk, Line, desk
from gridward.response.risk.rules.expression.compiled import judging_text, questions_text
from gridward.response.risk.rules.expression.facts import facts_of
from gridward.response.risk.rules.expression.keys import Evidence, read
from gridward.response.risk.rules.pack import DEFAULT, Pack
from gridward.response.risk.rules.reasons import of_evidence, of_question, of_row
from gridward.response.risk.rules.values import PersonFacts, Proposal

_PART = 20_000  # people asked about at once: bounds the memory


def evaluate(people: Iterable[PersonFacts], pack: Pack, areas: AreaSet, on: date) -> list[Proposal]:
    """What `pack` asks of each of `people` on a day, in their order.

    The same answer for one alone and among many. Takes 5 to 20 ms for one person, some 10 µs for
    each of many; the first time for an edition of a pack 0.1 to 0.9 s more.
    """
    known = list(people)
    found: list[Proposal] = []
    with desk() as at:
        for start in range(0, len(known), _PART):
            found += _part(at, known[start : start + _PART], pack, areas, on)
    return found


def classify(facts: PersonFacts, pack: Pack, areas: AreaSet, on: date) -> Proposal:
    """The same for one person."""
    return evaluate([facts], pack, areas, on)[0]


def _part(
    at: Desk, people: Sequence[PersonFacts], pack: Pack, areas: AreaSet, on: date
) -> list[Proposal]:
    lines = _Lines(people, areas)
    judged, asked = at.ask([judging_text(pack), questions_text()], lines.tables, on)
    told = _Teller(pack, lines.sources, areas, on)
    found = [told.proposal(*line) for _, *line in sorted(judged)]
    for number, doubts in groupby(sorted(asked), key=itemgetter(0)):
        questions = tuple(told.question(line) for line in doubts)
        found[number] = replace(found[number], doubts=questions)
    return found


class _Lines:
    """The lines of people, numbered in their order; a source is found again by its number."""

    def __init__(self, people: Sequence[PersonFacts], areas: AreaSet) -> None:
        self.tables: Mapping[str, list[Line]] = {
            name: [] for name in ("persons", "stays", "exposures", "codes", "reports", "areas")
        }
        self.sources: Mapping[str, list[Any]] = {
            "stay": [], "exposure": [], "code": [], "report": [], "person": list(people),
        }  # fmt: skip
        for number, person in enumerate(people):
            self._add(number, person)
        near = areas.near(stay.code for person in people for stay in person.stays)
        self.tables["areas"] += [
            (each.key, "", each.level, each.code, each.whole, squeezed(each.text), each.since,
             each.until)
            for each in near
        ]  # fmt: skip

    def _add(self, number: int, person: PersonFacts) -> None:
        self.tables["persons"].append(
            (number, person.path, person.born, person.doses, person.last_dose, person.worker)
        )
        for stay in person.stays:
            self._put("stays", "stay", stay, number, stay.code, squeezed(stay.text), stay.since,
                      stay.until)  # fmt: skip
        for met in person.exposures:
            self._put("exposures", "exposure", met, number, met.kind, met.on)
        for seen in person.codes:
            self._put("codes", "code", seen, number, seen.colour, seen.issuer, seen.on)
        for told in person.reports:
            symptoms = ",".join(sorted(told.symptoms))
            self._put("reports", "report", told, number, told.on, told.temperature, symptoms)

    def _put(self, table: str, kind: str, source: object, person: int, *values: object) -> None:
        self.tables[table].append((len(self.sources[kind]), person, *values))
        self.sources[kind].append(source)


class _Teller:
    """Puts answers of the engine into words."""

    def __init__(
        self, pack: Pack, sources: Mapping[str, Sequence[Any]], areas: AreaSet, on: date
    ) -> None:
        self._pack, self._sources, self._areas, self._on = pack, sources, areas, on
        self._facts = facts_of(pack)
        self._same: dict[tuple[Any, ...], Proposal] = {}

    def proposal(self, *line: Any) -> Proposal:
        """For a line of the engine: row, starts_on, ends_on, because."""
        if line[-1]:
            return self._proposal(*line)
        if line not in self._same:  # hardly anybody has evidence
            self._same[line] = self._proposal(*line)
        return self._same[line]

    def _proposal(
        self, name: str, starts_on: date | None, ends_on: date | None, because: str
    ) -> Proposal:
        row = self._pack.row(name) or DEFAULT
        return Proposal(
            measure=row.measure,
            days=row.days,
            until=ends_on,
            row=name,
            last_exposure=starts_on,
            reasons=(of_row(row, self._pack), *map(self._reason, read(because))),
        )

    def _reason(self, evidence: Evidence) -> Reason:
        fact = self._facts[evidence.fact]
        source = self._sources[fact.source][evidence.source_id]
        return of_evidence(fact, evidence, source, self._areas.by_key, self._on)

    def question(self, line: tuple[Any, ...]) -> Reason:
        _, number, count, *keys = line
        areas = [self._areas.by_key[key] for key in keys if key is not None]
        return of_question(self._sources["stay"][number], count, areas)


def squeezed(text: str) -> str:
    """Without blanks, as texts are compared."""
    return "".join(text.split())
