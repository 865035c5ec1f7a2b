"""People under observation, as their teams see to them: start, rounds, a fever, release."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.response.canvass.actions import reconcile
from gridward.response.care import actions, queries
from gridward.response.care.actions import Entry
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules.reading import Reading
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks
from gridward.web.demo.stage import Stage

FEVER_DAY = 6  # of the play: one reading of 38.4 °C
_SYSTEM = Actor.system("demo")


def expect(day: date, at: datetime) -> None:
    """The day's slots, as the job makes them in the early morning."""
    actions.expect_slots(day=day, actor=_SYSTEM, at=at)


def start_planned(stage: Stage, at: datetime) -> None:
    """Doors are looked at, notices handed over, observations begun by the secretaries."""
    for case in Case.objects.filter(state="planned").order_by("pk"):
        worker, secretary = stage.worker(case.path), stage.secretary(case.path)
        actions.check_residence(
            case, own_room=True, own_toilet=True,
            co_residents=stage.dice.randrange(4), actor=worker, at=at,
        )  # fmt: skip
        actions.notify(case, how="hand", actor=worker, at=at)
        actions.start(case, actor=secretary, at=at + timedelta(minutes=5))


def round_of(stage: Stage, day: date, part: str, at: datetime) -> None:
    """One temperature round: observers ring their people; a few do not answer."""
    owed = list(Slot.objects.filter(day=day, part=part, state="expected").order_by("path", "pk"))
    asked: dict[Actor, list[Entry]] = {}
    for slot in owed:
        if stage.dice.random() < 0.965:
            asked.setdefault(stage.observer(slot.path), []).append(Entry(slot.pk, _reading(stage)))
    for observer, entries in asked.items():
        actions.record_slots(entries, actor=observer, at=at)
    if (day - stage.first).days == FEVER_DAY and part == "evening" and owed:
        _fever(stage, owed[0], at)


def _reading(stage: Stage) -> Reading:
    degrees = min(max(stage.dice.gauss(36.5, 0.22), 35.8), 37.1)
    channel = stage.dice.choices(("video", "phone", "visit"), (55, 35, 10))[0]
    return Reading(Decimal(f"{degrees:.1f}"), "forehead", (), channel)


def _fever(stage: Stage, slot: Slot, at: datetime) -> None:
    """One person has a fever: escalated at once, seen by a doctor, negative, back home."""
    reading = Reading(Decimal("38.4"), "armpit", ("fever",), "visit")
    worker, secretary = stage.worker(slot.path), stage.secretary(slot.path)
    later = at + timedelta(minutes=6)
    actions.record_slots([Entry(slot.pk, reading)], actor=worker, at=later)
    seen = later + timedelta(minutes=70)
    how = "发热门诊就诊，血象正常，核酸阴性，专车送回继续观察"
    actions.resolve(Slot.objects.get(pk=slot.pk), how=how, actor=worker, at=seen)
    case = Case.objects.get(pk=slot.case_id)
    if case.state == "escalated":
        actions.resume(case, reason=how, actor=secretary, at=seen)


def mark_missed(at: datetime) -> None:
    actions.mark_missed(actor=_SYSTEM, at=at)


def make_good(stage: Stage, at: datetime) -> None:
    """Who did not answer is visited later; both times are kept."""
    visited: dict[Actor, list[Entry]] = {}
    for slot in Slot.objects.filter(state="missed", due_at__lt=at).order_by("pk"):
        if stage.dice.random() < 0.9:
            visited.setdefault(stage.observer(slot.path), []).append(
                Entry(slot.pk, _reading(stage))
            )
    for observer, entries in visited.items():
        actions.record_slots(entries, actor=observer, at=at)


def finish_tasks(stage: Stage, at: datetime) -> None:
    """Most tasks are done within the day, a few stay and become overdue. What sources contradict
    each other in is cleared up on its own page, which ends the task."""
    running = tasks.running(_SYSTEM).filter(opened_at__lt=at - timedelta(hours=1))
    for task in running.exclude(kind=reconcile.TASK):
        if stage.dice.random() < 0.85:
            actor = (
                stage.worker(task.path) if task.path.count("/") == 3 else stage.secretary(task.path)
            )
            duty.finish(task, result="已上门核实，情况正常", actor=actor, at=at)


def release_due(stage: Stage, at: datetime) -> None:
    """What is due this morning: proposed by the secretary, approved by the commander."""
    actions.refresh_due(actor=_SYSTEM, at=at)
    commander = stage.actor("commander")
    for case in queries.due_for_release(commander, local_date(at)):
        if case.state != "due_for_release":
            continue
        actions.propose_release(case, actor=stage.secretary(case.path), at=at)
        actions.release(case, actor=commander, at=at + timedelta(minutes=40))
        actions.deliver_release(
            case, how="hand", actor=stage.worker(case.path), at=at + timedelta(hours=2)
        )
