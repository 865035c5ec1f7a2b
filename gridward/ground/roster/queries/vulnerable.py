"""Reading the register of people with a named helper."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.access import queries as access
from gridward.ground.grid import queries as grid
from gridward.ground.roster.models import CareContact, Person, Vulnerable
from gridward.ground.roster.rules.caring import is_late


def vulnerable_visible_to(actor: Actor) -> QuerySet[Vulnerable]:
    """Entries in force in the actor's scope, most urgent first."""
    rows = Vulnerable.objects.filter(ended_on=None).select_related("person__household")
    return visible(rows, actor, Permission.PEOPLE_VIEW).order_by("due_on", "path", "pk")


def contacts_due(actor: Actor, on: date) -> QuerySet[Vulnerable]:
    """Everybody who must be contacted by the end of this day, the overdue first."""
    return vulnerable_visible_to(actor).filter(due_on__lte=on)


def contacts_overdue(actor: Actor, on: date) -> QuerySet[Vulnerable]:
    """Everybody whose day has passed without contact."""
    return vulnerable_visible_to(actor).filter(due_on__lt=on)


def contacts_of(entry: Vulnerable) -> QuerySet[CareContact]:
    """All contacts of one entry, newest first."""
    return CareContact.objects.filter(entry=entry).order_by("-at", "-pk")


def dressed_vulnerable(rows: Iterable[Vulnerable], on: date) -> list[Vulnerable]:
    """The entries with the name of their grid and whether they are late."""
    found = list(rows)
    places = grid.full_names({entry.path for entry in found})
    for entry in found:
        entry.place = places.get(entry.path, entry.path)
        entry.is_late = is_late(entry.due_on, on)
    return found


def possible_helpers(person: Person, *, on: date) -> list[tuple[int, str]]:
    """``(user id, name)`` of everybody with a post where the person lives, nearest first."""
    held = access.in_force(access.visible_to(Actor.system()), on)
    posts = held.filter(path__in=lineage(person.path)).order_by("-path", "user_id")
    return list({p.user_id: f"{p.user} · {p.get_role_display()}" for p in posts}.items())
