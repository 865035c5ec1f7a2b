"""Reading pairs that may be one person: the queue, and two records side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.core.scope import within
from gridward.ground.roster.choices import Arrival, MatchState
from gridward.ground.roster.models import MatchCandidate, Person, PushedEntry
from gridward.ground.roster.rules import pairs as rules
from gridward.ground.roster.rules.identity import BANDS, LEAST

ORDERS = {
    "certain": ("-score", "-hangs"), "hangs": ("-hangs", "-score"), "doubtful": ("score",),
    "new": ("-found_at",), "old": ("found_at",),
}  # fmt: skip


def pairs_visible_to(actor: Actor) -> QuerySet[MatchCandidate]:
    """Pairs of which one side lies where the actor may decide. Never joined with the persons: the
    record of another area is behind the second wall."""
    paths = actor.paths(Permission.PEOPLE_MERGE)
    return MatchCandidate.objects.filter(within(paths) | within(paths, "other_path"))


def asked_of(actor: Actor) -> Q:
    """Pairs about which another area waits for this actor."""
    paths = actor.paths(Permission.PEOPLE_MERGE)
    left = Q(asked_side="left") & within(paths)
    return Q(state=MatchState.ASKED) & (left | Q(asked_side="right") & within(paths, "other_path"))


def unlikely() -> Q:
    """Two records of the register that are hardly one person, mostly one number under two names:
    a slip to mend, no double to join. A report is asked about however it is."""
    return Q(kind=Arrival.PERSON, score__lt=LEAST)


def queue(
    rows: QuerySet[MatchCandidate], *, order: str, asking: int | None, at: datetime
) -> QuerySet[MatchCandidate]:
    """Undecided pairs in the order of the desk: those put off last, those on another screen out."""
    since = at - rules.HELD
    free = Q(taken_by=None) | Q(taken_by=asking) | Q(taken_at__lt=since)
    columns = ORDERS.get(order, ORDERS["certain"])
    last = F("later_at").asc(nulls_first=True)
    return rows.filter(free, state=MatchState.OPEN).order_by(last, *columns, "pk")


@dataclass(frozen=True, slots=True)
class Tally:
    """How the pairs of an actor stand."""

    open: int
    asked: int
    same: int
    different: int
    linked: int

    @property
    def decided(self) -> int:
        return self.same + self.different

    @property
    def total(self) -> int:
        return self.open + self.asked + self.decided


def tally(rows: QuerySet[MatchCandidate]) -> Tally:
    """Without those that are `unlikely` and wait."""
    rows = rows.exclude(unlikely(), state=MatchState.OPEN)
    counted = dict(rows.values_list("state").annotate(n=Count("pk")))
    return Tally(*(counted.get(state, 0) for state in ("open", "asked", "same", "different",
                                                       "linked")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided about pairs of one source in one band of certainty."""

    source: str
    band: int
    same: int
    different: int
    waiting: int

    @property
    def share(self) -> float | None:
        """Of the decided pairs how many were one person."""
        known = self.same + self.different
        return self.same / known if known else None


def decided_by_band(rows: QuerySet[MatchCandidate]) -> list[Decided]:
    """By source and band of bits, the surest first."""
    edges = (float("-inf"), *BANDS, float("inf"))
    found = []
    for source in sorted(set(rows.values_list("source", flat=True))):
        for band in reversed(range(len(edges) - 1)):
            inside = rows.filter(source=source, score__gte=edges[band], score__lt=edges[band + 1])
            counted = dict(inside.values_list("state").annotate(n=Count("pk")))
            if counted:
                same = counted.get("same", 0) + counted.get("linked", 0)
                waiting = counted.get("open", 0) + counted.get("asked", 0)
                found.append(Decided(source, band, same, counted.get("different", 0), waiting))
    return found


def masked_names(rows: Iterable[MatchCandidate]) -> dict[int, tuple[str, str]]:
    """For lists: the surnames of both records of each pair; of another area nothing."""
    given = list(rows)
    ids = {row.person_id for row in given}
    ids |= {row.left for row in given if row.kind == Arrival.PERSON}
    known = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    entries = [row.left for row in given if row.kind == Arrival.PUSHED]
    listed = dict(PushedEntry.objects.filter(pk__in=entries).values_list("pk", "name"))
    found = {}
    for row in given:
        left = known.get(row.left, "") if row.kind == Arrival.PERSON else listed.get(row.left, "")
        told = mask_name(left) if left else row.get_kind_display()
        found[row.pk] = (str(told), mask_name(known.get(row.person_id, "*")))
    return found
