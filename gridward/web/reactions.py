"""What follows from what: one table from ledger events to actions. The map of the whole system.

Each reaction runs as a job, enqueued in the transaction of the deed, with the new entries of one
event as its argument, as the system actor; running it twice does no harm. What must be immediate
and certain (a refusal at a gate) is asked downward instead, never through here.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import wraps

from django.db.models import TextChoices

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.models import LedgerEntry
from gridward.ground.places import choices as places
from gridward.ground.places import queries as names
from gridward.ground.roster import actions as roster
from gridward.ground.roster import choices as registers
from gridward.ground.xforms import actions as submissions
from gridward.ground.xforms import choices as forms
from gridward.ground.xforms import queries as sent
from gridward.response.canvass import actions as canvass
from gridward.response.canvass import choices as sweeps
from gridward.response.canvass.actions import reconcile as sources
from gridward.response.care import actions as care
from gridward.response.care import choices as cases
from gridward.response.duty import actions as duty
from gridward.response.duty import choices as tasks
from gridward.response.risk import actions as risk
from gridward.response.risk import choices as risks
from gridward.web import judging, lists

_REVIEW_WITHIN = timedelta(days=1)
Reaction = Callable[[Sequence[LedgerEntry]], None]
_SYSTEM = Actor.system()


def one_by_one(react: Callable[[LedgerEntry], object]) -> Reaction:
    """A reaction that looks at each entry alone."""

    @wraps(react)
    def run(entries: Sequence[LedgerEntry]) -> None:
        for entry in entries:
            react(entry)

    return run


def route_submissions(entries: Sequence[LedgerEntry]) -> None:
    """Forms came in: which door, which person, which village?"""
    ids = [entry.subject_id for entry in entries]
    roster.route_many(ids, actor=_SYSTEM, at=entries[-1].at)


def count_visits(entries: Sequence[LedgerEntry]) -> None:
    """Workers' visit forms came in: they are knocks of the running rounds."""
    ids = [entry.subject_id for entry in entries if entry.data.get("purpose") == "visit"]
    canvass.note_visits(ids, actor=_SYSTEM, at=entries[-1].at)


@one_by_one
def count_reading(entry: LedgerEntry) -> object:
    """A temperature form came in: its reading belongs into the slot."""
    if entry.data.get("purpose") != "round":
        return None
    return care.note_round(entry.subject_id, actor=_SYSTEM, at=entry.at)


@one_by_one
def close_task(entry: LedgerEntry) -> object:
    """A phone says what came of a task."""
    if entry.data.get("purpose") != "task":
        return None
    return duty.note_result(entry.subject_id, actor=_SYSTEM, at=entry.at)


def judge_declarations(entries: Sequence[LedgerEntry]) -> None:
    """Declarations stand: which class, by the policy in force?"""
    ids = [int(entry.subject_id) for entry in entries]
    risk.take_declarations(ids, actor=_SYSTEM, at=entries[-1].at)


def count_declarations(entries: Sequence[LedgerEntry]) -> None:
    """Declarations stand: their households need no knock in the running sweep."""
    ids = [int(entry.subject_id) for entry in entries]
    canvass.note_declarations(ids, actor=_SYSTEM, at=entries[-1].at)


@one_by_one
def plan_case(entry: LedgerEntry) -> object:
    """A class was decided by a person: plan the observation it asks for."""
    return care.plan_from(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


@one_by_one
def see_to_fever(entry: LedgerEntry) -> object:
    """An abnormal reading: somebody within half an hour."""
    return care.after_abnormal(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


@one_by_one
def see_to_silence(entry: LedgerEntry) -> object:
    """A missed slot: a task in two hours, a visit the same day after the second one."""
    return care.after_missed(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


@one_by_one
def place_again(entry: LedgerEntry) -> object:
    """A place name was decided: everything that carries the same text is looked at again."""
    text = names.typed(int(entry.subject_id))
    return roster.reroute_text(text, actor=_SYSTEM, at=entry.at)


@one_by_one
def place_in_doubt(entry: LedgerEntry) -> None:
    """A decision on a place name was taken back: what carries the text is matched anew; where
    people were classified by it already, somebody looks."""
    is_review = entry.event == places.Event.UNDONE
    pk = int(entry.subject_id)
    text = names.typed(pk) if is_review else names.alias_text(pk)
    for row in roster.rematch_text(text, actor=_SYSTEM, at=entry.at) if text else ():
        duty.open_task(
            kind="correction",
            path=row.path,
            subject=row,
            actor=_SYSTEM,
            at=entry.at,
            due_at=entry.at + _REVIEW_WITHIN,
            href=f"/roster/declarations/{row.pk}",
            title=Reason.of("A place in this declaration was decided wrongly: classify it anew."),
        )


@one_by_one
def set_aside(entry: LedgerEntry) -> object:
    """Somebody corrected what they had sent: the earlier declaration counts no more."""
    return roster.set_aside(entry.subject_id, actor=_SYSTEM, at=entry.at)


def change_entities(entries: Sequence[LedgerEntry]) -> None:
    """Forms came in: what they say of things on the lists of phones."""
    ids = [entry.subject_id for entry in entries]
    submissions.apply_entities(ids, actor=_SYSTEM, at=entries[-1].at)


@one_by_one
def propose_correction(entry: LedgerEntry) -> object:
    """A phone says something else than a register: somebody compares; the register stays."""
    if not entry.data.get("by_room"):
        return None
    entity = sent.entities_visible_to(_SYSTEM).filter(pk=entry.subject_id).first()
    if entity is None:
        return None
    return duty.open_task(
        kind="correction",
        path=entity.path,
        subject=entity,
        actor=_SYSTEM,
        at=entry.at,
        due_at=entry.at + _REVIEW_WITHIN,
        href=f"/lists/entities/{entity.uuid}",
        title=Reason.of("A phone reports a change of the list {list}.", list=entity.list.name),
    )


_CARE = (
    cases.Event.STARTED, cases.Event.ESCALATED, cases.Event.RESUMED, cases.Event.SUSPENDED,
    cases.Event.BROKEN, cases.Event.CANCELLED, cases.Event.TRANSFERRED, cases.Event.DUE,
    cases.Event.RELEASED,
)  # fmt: skip


_ENDED = (cases.Event.CANCELLED, cases.Event.TRANSFERRED, cases.Event.RELEASED)


def compare_declarations(entries: Sequence[LedgerEntry]) -> None:
    """Declarations stand: do door and list say the same of these people?"""
    ids = [int(entry.subject_id) for entry in entries]
    sources.compare_declared(ids, actor=_SYSTEM, at=entries[-1].at)


def compare_doors(entries: Sequence[LedgerEntry]) -> None:
    """Doors have new results: do self-report and list agree with them?"""
    items = [int(pk) for entry in entries for pk in entry.data.get("items", ())]
    sources.compare_doors(items, actor=_SYSTEM, at=entries[-1].at)


def compare_lists(entries: Sequence[LedgerEntry]) -> None:
    """A list came from above: what do its people say, and what was found at their doors?"""
    ids = [int(pk) for entry in entries for pk in entry.data.get("entries", ())]
    sources.compare_pushed(ids, actor=_SYSTEM, at=entries[-1].at)


@one_by_one
def follow_joining(entry: LedgerEntry) -> object:
    """Two records of one person were joined: classes and cases follow, the sources are compared."""
    pk = int(entry.subject_id)
    risk.follow_merge(pk, actor=_SYSTEM)
    care.follow_merge(pk, actor=_SYSTEM, at=entry.at)
    return _compare_joined(entry)


@one_by_one
def follow_parting(entry: LedgerEntry) -> object:
    """A joining was taken back: everything goes back to whom it belonged."""
    risk.follow_unmerge(actor=_SYSTEM, at=entry.at)
    care.follow_unmerge(int(entry.subject_id), actor=_SYSTEM, at=entry.at)
    return _compare_joined(entry)


def _compare_joined(entry: LedgerEntry) -> object:
    persons = {int(entry.data["kept"]), int(entry.data["gone"])}
    return sources.recompare(actor=_SYSTEM, at=entry.at, persons=persons)


def seek_doubles(entries: Sequence[LedgerEntry]) -> None:
    """Persons came in or were corrected: may one of them stand in the register already?"""
    ids = [int(entry.subject_id) for entry in entries if entry.subject_id]
    if ids:
        roster.seek(ids, actor=_SYSTEM, at=entries[-1].at)
    if len(ids) < len(entries):  # many at once: told by their number alone
        roster.seek_soon()


def seek_behind_doors(entries: Sequence[LedgerEntry]) -> None:
    """A door was corrected: those who live there are found by other keys."""
    ids = [int(entry.subject_id) for entry in entries if entry.subject_id]
    roster.seek_household(ids, actor=_SYSTEM, at=entries[-1].at)


@one_by_one
def seek_joined(entry: LedgerEntry) -> object:
    """Records were joined or parted: whom may they be now?"""
    both = {int(entry.data["kept"]), int(entry.data["gone"])}
    return roster.seek(both, actor=_SYSTEM, at=entry.at)


def link_lists(entries: Sequence[LedgerEntry]) -> None:
    """A list came from above: whom of the register does it mean under another spelling?"""
    ids = [int(pk) for entry in entries for pk in entry.data.get("entries", ())]
    roster.link_pushed(ids, actor=_SYSTEM, at=entries[-1].at)


def compare_linked(entries: Sequence[LedgerEntry]) -> None:
    """Records were linked to persons: do the sources agree about them?"""
    persons = {int(entry.data["person"]) for entry in entries if entry.data.get("person")}
    sources.recompare(actor=_SYSTEM, at=entries[-1].at, persons=persons)


@one_by_one
def follow_ended_case(entry: LedgerEntry) -> object:
    """A case ended: another one of the same person may have waited for it."""
    return care.follow_ended(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


REACTIONS: dict[TextChoices, tuple[Reaction, ...]] = {
    forms.Event.SUBMITTED: (
        change_entities,
        route_submissions,
        count_visits,
        count_reading,
        close_task,
    ),
    forms.Event.CORRECTED: (set_aside,),
    registers.Event.DECLARATION_ACCEPTED: (
        count_declarations,
        judge_declarations,
        compare_declarations,
    ),
    registers.Event.PUSHED: (link_lists, compare_lists),
    registers.Event.LINKED: (compare_linked,),
    registers.Event.PERSON_ADDED: (seek_doubles,),
    registers.Event.PERSON_CORRECTED: (seek_doubles, judging.judge_corrected),
    registers.Event.DECLARATION_RETURNED: (judging.judge_declarers,),
    registers.Event.DECLARATION_REOPENED: (judging.judge_declarers,),
    sweeps.Event.RECORDED: (compare_doors,),
    risks.Event.CONFIRMED: (plan_case,),
    risks.Event.OVERRIDDEN: (plan_case,),
    risks.Event.OBJECTED: (judging.ask_for_answer,),
    risks.Event.OBJECTION_ANSWERED: (judging.look_at_case,),
    cases.Event.SLOT_ABNORMAL: (see_to_fever,),
    cases.Event.SLOT_MISSED: (see_to_silence,),
    places.Event.DECIDED: (place_again,),
    places.Event.UNDONE: (place_in_doubt,),
    places.Event.WITHDRAWN: (place_in_doubt,),
    forms.Event.ENTITY_CREATED: (propose_correction,),
    forms.Event.ENTITY_CHANGED: (propose_correction,),
    registers.Event.HOUSEHOLD_ADDED: (lists.refreshing("households"),),
    registers.Event.HOUSEHOLD_CORRECTED: (seek_behind_doors, lists.refreshing("households")),
    registers.Event.IMPORTED: (lists.refreshing("households", "places"),),
    registers.Event.IMPORT_UNDONE: (lists.refreshing("households", "places"),),
    registers.Event.PERSONS_MERGED: (
        follow_joining,
        judging.judge_joined,
        seek_joined,
        lists.refreshing("persons_under_care"),
    ),
    registers.Event.PERSONS_UNMERGED: (
        judging.part_proposals,
        follow_parting,
        judging.judge_joined,
        seek_joined,
        lists.refreshing("persons_under_care"),
    ),
    **dict.fromkeys(_CARE, (lists.refreshing("persons_under_care"),)),
    **dict.fromkeys(_ENDED, (follow_ended_case, lists.refreshing("persons_under_care"))),
    **dict.fromkeys(tasks.Event, (lists.refreshing("open_tasks"),)),
}


def reactions_to(event: str) -> tuple[Reaction, ...]:
    """The reactions to an event by its stored name."""
    return next((found for known, found in REACTIONS.items() if known.value == event), ())
