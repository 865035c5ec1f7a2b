"""Where the phone does not reach somebody, a person goes to the door (P21); and who looks after
the vulnerable goes on time (P22)."""

from datetime import datetime, timedelta

from django.db.models import Count

from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.decision import Reason
from gridward.ground.roster import queries as roster
from gridward.response.canvass import rules
from gridward.response.canvass.choices import Channel, Outcome, RoundState
from gridward.response.canvass.models import Attempt, RoundItem
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks
from gridward.response.duty.choices import Kind

AT_THE_DOOR, LOOK_AFTER = Kind.CANVASS_DOOR, Kind.CARE_CONTACT
CALLS_BEFORE_DOOR = 2  # calls without answer until somebody goes there
_VISIT_WITHIN = timedelta(hours=24)


def send_to_doors(*, at: datetime) -> int:
    """Open a door visit for everybody who was called twice in vain; close those that are settled.

    Returns how many were opened. Safe to repeat: one running task for one door of a round.
    """
    system = Actor.system()
    _finish_settled(at)
    silent = Attempt.objects.filter(
        channel=Channel.PHONE, outcome=Outcome.ABSENT, item__state__in=rules.UNSETTLED,
        item__round__state=RoundState.OPEN,
    )  # fmt: skip
    counted = silent.order_by().values("item").annotate(n=Count("pk"))
    wanted = set(counted.filter(n__gte=CALLS_BEFORE_DOOR).values_list("item", flat=True))
    opened = 0
    for item in RoundItem.objects.filter(pk__in=wanted).order_by("path", "position"):
        if tasks.was_opened(AT_THE_DOOR, item):
            continue
        duty.open_task(
            kind=AT_THE_DOOR, path=item.path, due_at=at + _VISIT_WITHIN, subject=item,
            title=Reason.of("Nobody answers the phone: go to the door ({code})", code=item.code),
            href=f"/canvass/doors/{item.pk}", actor=system, at=at,
        )  # fmt: skip
        opened += 1
    RoundItem.objects.filter(pk__in=wanted, by_door=False).update(by_door=True)
    return opened


def _finish_settled(at: datetime) -> None:
    running = tasks.running(Actor.system()).filter(kind=AT_THE_DOOR)
    items = RoundItem.objects.in_bulk([int(task.subject_id) for task in running])
    for task in running:
        item = items.get(int(task.subject_id))
        if item is None or item.state not in rules.UNSETTLED:
            duty.finish(task, result="✓", actor=Actor.system(), at=at)


def remind_helpers(*, at: datetime) -> int:
    """Open a task for every vulnerable person whose day of contact has passed; close those that
    were seen since. Returns how many were opened."""
    system, today = Actor.system(), local_date(at)
    late = {entry.pk: entry for entry in roster.contacts_overdue(system, today)}
    for task in tasks.running(system).filter(kind=LOOK_AFTER):
        if int(task.subject_id) not in late:
            duty.finish(task, result="✓", actor=Actor.system(), at=at)
    opened = 0
    for entry in late.values():
        before = tasks.about(entry).filter(kind=LOOK_AFTER, state__in=("open", "taken")).exists()
        duty.open_task(
            kind=LOOK_AFTER, path=entry.path, due_at=moment(today, rules.CUT_OFF), subject=entry,
            title=Reason.of("Somebody who needs looking after was not contacted in time"),
            href=f"/roster/helped/{entry.pk}", owner=entry.helper, actor=system, at=at,
        )  # fmt: skip
        opened += not before
    return opened
