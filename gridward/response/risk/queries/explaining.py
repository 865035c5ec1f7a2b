"""The answer to "why" for one person: every class, by what, by whom, and what would change it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.ground.grid import queries as grid
from gridward.ground.roster import queries as roster
from gridward.response.risk.choices import Measure, State
from gridward.response.risk.models import DECIDED, JudgingRun, Objection
from gridward.response.risk.queries.classifications import history_of
from gridward.response.risk.queries.evaluation import Policies, Snapshot, Whom
from gridward.response.risk.queries.lines import Line, lines
from gridward.response.risk.queries.objections import objections_visible_to
from gridward.response.risk.queries.policies import pack_of
from gridward.response.risk.rules.pack import Source
from gridward.response.risk.rules.whatif import Otherwise


@dataclass(frozen=True, slots=True)
class Entry:
    """One class: the line with its reasons, the document, the order that put it into force."""

    line: Line
    source: Source
    order: str
    edition: str
    run: JudgingRun | None
    objections: list[Objection]

    @property
    def stands(self) -> bool:
        return self.line.state != State.SUPERSEDED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would come out under a condition."""

    condition: Reason
    measure: str
    label: str | Promise
    until: str


@dataclass(frozen=True, slots=True)
class Explained:
    """All classes of a person, newest first; `name` is masked."""

    person_id: int
    name: str
    place: str
    entries: list[Entry]
    outcomes: list[Outcome]

    @property
    def current(self) -> Entry | None:
        """What holds: the decided class, else what is proposed."""
        decided = [each for each in self.entries if each.line.state in DECIDED]
        return next(iter(decided or [each for each in self.entries if each.stands]), None)


@dataclass(frozen=True, slots=True)
class Whose:
    """A person of the register; `name` is masked."""

    pk: int
    path: str
    name: str


def person_to_explain(pk: int, *, actor: Actor) -> Whose:
    """A person of the register whose classes the actor may see. Raises `NotThere`."""
    found = roster.visible_to(actor).filter(pk=pk).first()
    if found is None or not actor.may(Permission.RISK_VIEW, found.path):
        raise NotThere
    return Whose(found.pk, found.path, mask_name(found.name))


def explain(person: Whose, *, actor: Actor, at: datetime) -> Explained:
    """Why this person has, and had, each class; recorded by `actions.note_explaining`."""
    rows = list(history_of(person.pk, actor).select_related("run"))
    objections: defaultdict[int, list[Objection]] = defaultdict(list)
    for each in objections_visible_to(actor).filter(person_id=person.pk):
        objections[each.classification_id].append(each)
    entries = [
        Entry(
            line=line,
            source=pack_of(row.adoption).source,
            order=row.adoption.order,
            edition=f"{row.adoption.edition.code} {row.adoption.edition_id[:12]}",
            run=row.run,
            objections=objections[row.pk],
        )
        for row, line in zip(rows, lines(rows), strict=True)
    ]
    place = grid.full_names({person.path}).get(person.path, person.path)
    outcomes = _outcomes(person, actor, at)
    return Explained(person.pk, person.name, place, entries, outcomes)


def _outcomes(person: Whose, actor: Actor, at: datetime) -> list[Outcome]:
    whom = Whom(persons=(person.pk,), declarations=())
    snapshot = Snapshot(whom, actor=actor, at=at)
    found = snapshot.otherwise(person.pk, Policies(at))
    return [_outcome(each) for each in found]


def _outcome(each: Otherwise) -> Outcome:
    until = each.until.isoformat() if each.until else ""
    return Outcome(each.condition, each.measure, Measure(each.measure).label, until)
