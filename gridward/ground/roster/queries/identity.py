"""Where a record comes from, and its fields as the rules of joining weigh them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Correction, Declaration, Merge, Person, PushedEntry
from gridward.ground.roster.rules import merging
from gridward.ground.roster.rules.merging import Standing, Told

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_sound", "name_initials"),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "document": ("document_type", "document_no", "document_digest"),
    "phone": ("phone", "phone_digest"),
    "residence": ("residence",),
    "needs_help": ("needs_help",),
    "home": ("household_id", "path"),
    "valid_from": ("valid_from",),
}
_VALUE = {"document": ("document_type", "document_no"), "home": ("household_id", "path")}
_CORRECTED = {"document": "document_no", "home": "household_id"}  # how corrections call the field
_MOST = 20
SENT = {"self": "form", "worker": "door", "collect": "door", "import": "list"}


@dataclass(frozen=True, slots=True)
class Source:
    """How a record came into the register: form, door, list or desk; "register" when it was there
    from the start. `file` names the list."""

    kind: str
    at: datetime | None = None
    file: str = ""

    @property
    def how(self) -> str:
        """As `rules.merging.Told` asks for it."""
        return {"form": "sent", "door": "hand", "desk": "hand"}.get(self.kind, "list")


def sources(ids: Collection[int]) -> dict[int, Source]:
    """For each person where the record comes from."""
    found = dict.fromkeys(ids, Source("register"))
    people = Person.objects.filter(pk__in=ids).exclude(imported_by=None)
    for pk, at, file in people.values_list(
        "pk", "imported_by__created_at", "imported_by__file_name"
    ):
        found[pk] = Source("list", at, file)
    added = LedgerEntry.objects.filter(
        subject_type=Person._meta.label_lower, subject_id__in=[str(pk) for pk in ids],
        event=Event.PERSON_ADDED,
    )  # fmt: skip
    declared = _channels(ids)
    for key, at, data in added.values_list("subject_id", "at", "data"):
        pk = int(key)
        known = "desk" if data.get("from") == "desk" else declared.get(pk, "form")
        found[pk] = Source(known, at)
    return found


def _channels(ids: Collection[int]) -> dict[int, str]:
    """By which way the first declaration of each person came."""
    rows = Declaration.objects.filter(person_id__in=ids).order_by("-at")
    told = rows.values_list("person_id", "submission__channel")
    return {pk: SENT.get(channel, "form") for pk, channel in told if pk}


def records(people: Iterable[Person]) -> dict[int, dict[str, Told]]:
    """The fields of each person with what is known of each (`rules.merging.Record`)."""
    rows = {one.pk: one for one in people}
    came = sources(rows.keys())
    by_hand = _corrections(rows.keys())
    return {
        pk: {
            field: _told(one, field, came[pk], by_hand.get((pk, field))) for field in merging.FIELDS
        }
        for pk, one in rows.items()
    }


def _told(one: Person, field: str, came: Source, corrected: datetime | None) -> Told:
    names = _VALUE.get(field, (field,))
    value = getattr(one, names[0]) if len(names) == 1 else tuple(getattr(one, n) for n in names)
    if corrected:
        return Told(value, corrected, "hand")
    return Told(value, came.at, came.how)


def _corrections(ids: Collection[int]) -> dict[tuple[int, str], datetime]:
    rows = Correction.objects.filter(subject_type="person", subject_id__in=ids, undone_at=None)
    found: dict[tuple[int, str], datetime] = {}
    for row in rows.order_by("at"):
        changed = orjson.loads(row.became).keys()
        for field in merging.FIELDS:
            if _CORRECTED.get(field, field) in changed:
                found[row.subject_id, field] = row.at
    return found


def hanging(ids: Collection[int]) -> dict[int, int]:
    """How many declarations and entries of lists point at each person."""
    found = dict.fromkeys(ids, 0)
    for model in (Declaration, PushedEntry):
        rows = model._default_manager.filter(person_id__in=ids).values("person_id")
        for pk, count in rows.annotate(n=Count("pk")).values_list("person_id", "n"):
            found[pk] += count
    return found


def standings(people: Iterable[Person]) -> dict[int, Standing]:
    """The records as `rules.merging` asks for them."""
    rows = list(people)
    hangs = hanging([one.pk for one in rows])
    return {
        one.pk: Standing(
            one.pk, one.valid_to is None, bool(one.document_no), one.household_id is not None,
            hangs[one.pk],
        )
        for one in rows
    }  # fmt: skip


def merges_visible_to(actor: Actor) -> QuerySet[Merge]:
    """Joinings of records of which one side lies in the actor's places, newest first."""
    paths = actor.paths(Permission.PEOPLE_VIEW)
    rows = Merge.objects.filter(within(paths) | within(paths, "other_path"))
    return rows.select_related("kept", "gone").order_by("-at", "-pk")


def merge_chain(merge_id: int) -> list[Merge]:
    """A joining that stands and those after it by which its record went on; what follows a joining
    follows them in this order, whichever event comes first. Empty when it was taken back."""
    found: list[Merge] = []
    item = Merge.objects.select_for_update().filter(pk=merge_id, undone_at=None).first()
    while item is not None:
        found.append(item)
        further = Merge.objects.select_for_update().filter(gone=item.kept_id, undone_at=None)
        item = further.first()
    return found


def merges_of(person_id: int) -> list[int]:
    """The joinings that stand and concern a person, the oldest first."""
    rows = Merge.objects.filter(Q(kept=person_id) | Q(gone=person_id), undone_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def joined_here(person: Person) -> list[tuple[Merge, int | None]]:
    """The records that were joined into this one, the last first, each with its pair."""
    rows = Merge.objects.filter(kept=person, undone_at=None).order_by("-at", "-pk")
    return [(row, row.candidates.values_list("pk", flat=True).first()) for row in rows[:_MOST]]


def joined_into(pk: int) -> Person | None:
    """The record that stands for one which left the register by a joining; None for any other."""
    gone = Person.objects.filter(pk=pk, merged_into__isnull=False).first()
    return standing_person(gone) if gone else None


def standing_person(person: Person) -> Person:
    """The record that stands for a person today: at the end of all joinings."""
    seen = {person.pk}
    while person.merged_into is not None and person.merged_into.pk not in seen:
        person = person.merged_into
        seen.add(person.pk)
    return person
