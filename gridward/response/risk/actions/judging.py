"""Judging people by the policy in force: one declaration, or everybody at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.roster import queries as roster
from gridward.response.risk.actions.proposing import propose
from gridward.response.risk.actions.stays import keep_stays
from gridward.response.risk.choices import Event
from gridward.response.risk.models import Classification, JudgingRun
from gridward.response.risk.queries.evaluation import Policies, Snapshot, Whom

_ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Run:
    """Figures of one judging: persons (or declarations without a person) by what came of them."""

    judged: int
    proposed: int
    unchanged: int
    without_policy: int
    digest: str = ""  # of what was known of them


@transaction.atomic
def take_declaration(declaration_id: int, *, actor: Actor, at: datetime) -> Classification | None:
    """Keep the stays of an accepted declaration and propose a class for its person.

    None when no policy is adopted, when the policy asks nothing (and nothing is doubtful), or when
    the declaration is not accepted. Running it again changes nothing; a changed place replaces the
    stay and, if the result differs, the undecided proposal.
    """
    made = take_declarations([declaration_id], actor=actor, at=at)
    if made:
        return made[0]
    rows = roster.declarations_visible_to(actor).filter(pk=declaration_id, state=_ACCEPTED)
    row = rows.values_list("person_id").first()
    return None if row is None else _open_one(row[0], declaration_id)


@transaction.atomic
def take_declarations(
    ids: Iterable[int], *, actor: Actor, at: datetime
) -> Sequence[Classification]:
    """The same for many declarations in a few queries; returns the new proposals."""
    told = keep_stays(ids, actor=actor)
    taken = {pk: each for pk, each in told.items() if each.is_accepted}
    for path in {each.path for each in taken.values()}:
        actor.require(Permission.RISK_VIEW, path)
    whom = Whom(
        persons=tuple({each.person_id for each in taken.values() if each.person_id is not None}),
        declarations=tuple(pk for pk, each in taken.items() if each.person_id is None),
    )
    if not taken:
        return []
    results = Snapshot(whom, actor=actor, at=at).judged(Policies(at))
    return propose([each for each in results if each], actor=actor, at=at)


@transaction.atomic
def judge(*, path: str, actor: Actor, at: datetime, person_ids: Iterable[int] | None = None) -> Run:
    """Judge everybody under `path` (or these persons), in a few queries; `runs` does it in parts.

    Only what changed becomes a proposal; what a person decided stays until somebody decides anew.
    """
    actor.require(Permission.RISK_CONFIRM, path)
    whom = Whom(path)
    if person_ids is not None:
        whom = Whom(path, persons=tuple(person_ids), declarations=())
    run = judge_part(whom, actor=actor, at=at)
    data: dict[str, object] = {
        "judged": run.judged,
        "proposed": run.proposed,
        "without_policy": run.without_policy,
    }
    ledger.record(Event.JUDGED, actor=actor, path=path, at=at, data=data)
    return run


def judge_part(whom: Whom, *, actor: Actor, at: datetime, run: JudgingRun | None = None) -> Run:
    """Judge these people by what is in force and propose what is news; one part of a run."""
    snapshot = Snapshot(whom, actor=actor, at=at)
    results = list(snapshot.judged(Policies(at)))
    judged = [each for each in results if each]
    made = propose(judged, actor=actor, at=at, run=run)
    without = len(results) - len(judged)
    return Run(len(judged), len(made), len(judged) - len(made), without, snapshot.digest)


def _open_one(person_id: int | None, declaration_id: int) -> Classification | None:
    """The proposal or class that already says so."""
    rows = Classification.objects.exclude(state="superseded").order_by("-pk")
    if person_id is not None:
        return rows.filter(person_id=person_id).first()
    return rows.filter(declaration_id=declaration_id).first()
