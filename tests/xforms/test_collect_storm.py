"""Twenty phones come back at once: nothing is lost, nothing is there twice."""

import random
import threading
import uuid

import pytest
from django.db import connection

from gridward.core import scope
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Entity, HeldSubmission, Submission
from tests.make import forms as shipped
from tests.xforms.collect_replay import Collect
from tests.xforms.collect_stage import LEAD, SYSTEM, Stage
from tests.xforms.collect_wire import Filled

PHONES, PLAIN, NEW, CHANGED = 20, 165, 20, 15


@pytest.mark.no_cover
def test_twenty_phones_come_back_from_two_days_without_a_signal(stage):
    """20 phones x 200 records; replies are lost, order is mixed, records are sent by two senders of
    a phone at once and again later. The server ends with exactly 4,000, conflicts shown."""
    dice = random.Random(20)
    keeper = stage.phone("keeper")
    for n in range(10):
        assert keeper.send(stage.planting(keeper, f"古树{n}")) == "sent"
    stage.work()
    planted = Submission.objects.count()
    phones = [stage.phone(f"phone{n}") for n in range(PHONES)]
    rivals = two_days_outside(stage, phones, dice)
    everything = {each.instance_id for phone in phones for each in phone.outbox}
    assert len(everything) == 4_000
    senders = [threading.Thread(target=sending, args=(p, seed)) for p in phones for seed in (1, 2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert all(not phone.outbox for phone in phones)
    assert everything <= set(Submission.objects.values_list("instance_id", flat=True))
    assert Submission.objects.count() - planted == 4_000
    noted = LedgerEntry.objects.filter(event="xforms.submitted").values_list(
        "subject_id", flat=True
    )
    assert len(set(noted)) == len(noted) == 4_000 + planted
    ids = list(Submission.objects.values_list("pk", flat=True))
    dice.shuffle(ids)  # jobs run in any order, two at a time, some of them twice
    parts = (ids[: len(ids) // 2 + 200], ids[len(ids) // 2 - 200 :])
    workers = [threading.Thread(target=working, args=(part, stage)) for part in parts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not HeldSubmission.objects.exists(), "every chain found what it builds on"
    assert Entity.objects.count() == 10 + PHONES * NEW
    assert sum(e.version - 1 for e in Entity.objects.all()) == PHONES * CHANGED
    assert {e.uuid for e in queries.conflicts_for(LEAD)} == rivals
    assert not Submission.objects.exclude(state="submitted").filter(version=stage.visits).exists()


def two_days_outside(stage: Stage, phones: list[Collect], dice: random.Random) -> set[uuid.UUID]:
    """Fill the outboxes, in no order. Returns the trees that more than one phone changed."""
    note = shipped.published(stage.at, "household_visit", purpose="visit")
    plain = actions.written(note, {"result": "done", "people_now": "3"}, instance_id="uuid:PLACE")
    changed: dict[str, set[int]] = {}
    for number, phone in enumerate(phones):
        phone.match_exactly()
        old = sorted(phone.lists["trees"])
        assert len(old) == 10
        ids = [f"uuid:{uuid.uuid4()}" for _ in range(PLAIN)]
        phone.outbox = [Filled(i, plain.replace(b"uuid:PLACE", i.encode())) for i in ids]
        phone.outbox += [stage.planting(phone, f"新树{n}") for n in range(NEW)]
        for n in range(CHANGED):
            tree = old[dice.randrange(10)]
            changed.setdefault(tree, set()).add(number)
            phone.outbox.append(
                stage.visit(phone, tree, girth=str(1000 * number + n), species="古树")
            )
        dice.shuffle(phone.outbox)
    return {uuid.UUID(tree) for tree, numbers in changed.items() if len(numbers) > 1}


def working(ids: list[uuid.UUID], stage: Stage) -> None:
    """A process beside the server: applies what submissions say of entities."""
    with scope.everywhere():
        for start in range(0, len(ids), 100):
            actions.apply_entities(ids[start : start + 100], actor=SYSTEM, at=stage.at)
    connection.close()


def sending(phone: Collect, seed: int) -> None:
    """One of the two senders of a phone: takes from one queue, loses replies, sends twice."""
    dice = random.Random(f"{phone.device_id} {seed}")
    line = Collect(phone.server_url, phone.device_id)
    where = line.greet()
    while True:
        try:
            filled = phone.outbox[-1] if seed == 1 and dice.random() < 0.1 else phone.outbox.pop()
        except IndexError:
            return
        try:
            assert (
                line.send(filled, at=where, lose_reply="yes" if dice.random() < 0.1 else "no")
                == "sent"
            )
        except OSError:
            phone.outbox.insert(dice.randrange(len(phone.outbox) + 1), filled)
            continue
        if dice.random() < 0.05:
            assert line.send(filled, at=where) == "sent"
