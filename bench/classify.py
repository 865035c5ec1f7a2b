"""Judging everybody by the policy in force, against the naive way: three queries per person.

``python -m bench.classify [--persons 20000] [--naive 500]`` in the database of DATABASE_URL; the
invented people are rolled back at the end. Prints persons per second both ways and the ratio.
"""

import argparse
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402

from gridward.core import scope  # noqa: E402
from gridward.core.actor import Actor, grants  # noqa: E402
from gridward.core.permissions import Permission  # noqa: E402
from gridward.ground.places import queries as places  # noqa: E402
from gridward.ground.roster.models import Declaration, Person  # noqa: E402
from gridward.ground.xforms.models import Form, Submission, Version  # noqa: E402
from gridward.response.risk import actions, queries, rules  # noqa: E402
from gridward.response.risk.models import SourceArea  # noqa: E402
from gridward.response.risk.rules.declared import Declared, facts_of, stays_of  # noqa: E402

AT = datetime(2020, 2, 20, 1, 0, tzinfo=UTC)
ON = date(2020, 2, 20)
HQ = "990124105/"
WHO = Actor(user_id=1, name="bench", grants=grants(Permission, ""))
LIST = ROOT / "gridward/response/risk/data/2020-02-05-hubei-and-cities.json"


def township(persons: int) -> None:
    """Persons with an accepted declaration each; a fifth was away, as after a spring festival."""
    dice = random.Random(7)
    counties = [each.code for each in places.children("420000000000")]
    counties += [each.code for each in places.children("440000000000")]
    form = Form.objects.create(
        form_id="bench-classify", title="", path=HQ, purpose="declaration", token="bench-classify",
        created_at=AT,
    )  # fmt: skip
    version = Version.objects.create(form=form, version="1", md5="", xlsform=b"", published_at=AT)
    paths = [f"{HQ}{201 + n % 18}/{1 + n // 18 % 8:03}/" for n in range(persons)]
    people = Person.objects.bulk_create(
        [
            Person(path=path, name="某人", birth_date=date(1970, 1, 1), valid_from=ON)
            for path in paths
        ],
        batch_size=5_000,
    )
    sent = Submission.objects.bulk_create(
        [
            Submission(instance_id=f"bench:{n}", version=version, path=path, xml="",
                       content_digest="", channel="self", receipt="", at=AT, received_at=AT)
            for n, path in enumerate(paths)
        ],
        batch_size=5_000,
    )  # fmt: skip
    Declaration.objects.bulk_create(
        [
            Declaration(submission=one, path=who.path, at=AT, state="accepted", person=who,
                        facts=_facts(dice, counties))
            for one, who in zip(sent, people, strict=True)
        ],
        batch_size=5_000,
    )  # fmt: skip


def _facts(dice: random.Random, counties: list[str]) -> dict[str, object]:
    stays = []
    if dice.random() < 0.2:
        left = ON - timedelta(days=dice.randrange(30))
        begun = left - timedelta(days=dice.randrange(1, 20))
        stays.append({"text": "某地", "code": dice.choice(counties), "from": begun.isoformat(),
                      "to": left.isoformat()})  # fmt: skip
    return {"stays": stays, "contact_on": None, "temperature": 36.5, "symptoms": []}


def naive(persons: int) -> float:
    """Persons per second when each one fetches the policy, the areas and the declaration anew."""
    ids = list(Person.objects.filter(path__startswith=HQ).values_list("pk", flat=True)[:persons])
    began = time.perf_counter()
    for pk in ids:
        told = Declaration.objects.select_related("person").get(person_id=pk)
        adoption = queries.policy_in_force(told.path, AT)
        assert adoption
        held = Q(code="")
        for stay in stays_of(told.facts):
            held |= Q(code__in=[stay.code[:width] for width in (2, 4, 6, 9, 12)])
        rows = SourceArea.objects.filter(held, valid_from__lte=ON, valid_to=None)
        areas = rules.AreaSet(
            rules.Area(a.pk, a.level, a.code, a.name, a.text, a.coverage == "whole", a.valid_from,
                       a.valid_to, a.name)
            for a in rows
        )  # fmt: skip
        declared = Declared("1", ON, told.facts, stays_of(told.facts))
        facts = facts_of([declared], path=HQ)
        rules.classify(facts, queries.pack_of(adoption), areas, ON)
    return len(ids) / (time.perf_counter() - began)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--persons", type=int, default=20_000)
    asked.add_argument("--naive", type=int, default=500)
    wanted = asked.parse_args()
    with scope.everywhere(), transaction.atomic():
        township(wanted.persons)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE roster_declaration; ANALYZE roster_person")
        actions.import_source_areas(LIST.read_bytes(), actor=WHO, at=AT)
        order = rules.LegalBasis("bench", date(2020, 1, 26), "1", "1", "bench")
        actions.adopt(
            queries.shipped_pack("2020-02-local"), path=HQ, legal_basis=order, actor=WHO, at=AT
        )
        alone = naive(wanted.naive)
        began = time.perf_counter()
        run = actions.judge(path=HQ, actor=WHO, at=AT)
        took = time.perf_counter() - began
        began = time.perf_counter()
        again = actions.judge(path=HQ, actor=WHO, at=AT)
        took_again = time.perf_counter() - began
        transaction.set_rollback(True)
    together = run.judged / took
    print(f"naive, one by one        {alone:10,.0f} persons/s ({wanted.naive} persons)")
    print(f"set, with {run.proposed:6} proposals {together:8,.0f} persons/s ({took:.1f} s)")
    print(f"set, {again.proposed} news            {run.judged / took_again:10,.0f} persons/s"
          f" ({took_again:.1f} s)")  # fmt: skip
    print(f"ratio                    {together / alone:10.1f}")


if __name__ == "__main__":
    main()
