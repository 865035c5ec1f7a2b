"""What a person decides about entities: conflicts, and taking a change back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, WrongState
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries
from gridward.ground.xforms.actions.entities.storing import Next, advance
from gridward.ground.xforms.choices import ConflictKind, EntitySource, Event, Settlement
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import Entity, EntityVersion
from gridward.ground.xforms.rules import entities as rules


@transaction.atomic
def settle(
    entity: Entity,
    *,
    chosen: Mapping[str, str],
    actor: Actor,
    at: datetime,
    seen: int,
) -> Entity:
    """End the conflict: `chosen` values (also ``label``) become the next version, or, when they are
    what stands there already, it stays as it is.

    `seen` is the version the person looked at; raises `WrongState` when there is a newer one, or no
    conflict any more, `BadInput` for a property the list does not have.
    """
    found = _locked(entity, actor)
    if found.conflict == ConflictKind.NONE:
        raise WrongState(Reason.of("This conflict is settled already."))
    if seen != found.version:
        raise WrongState(Reason.of("Something new came meanwhile. Please look again."))
    label, properties = unpacked(found.content)
    strange = set(chosen) - set(found.list.properties) - {"label"}
    if strange:
        raise BadInput(Reason.of("The list has no property {name}.", name=min(strange)))
    now = rules.State(found.version, label, properties)
    wanted = rules.State(
        0, chosen.get("label", label),
        {**properties, **{n: v for n, v in chosen.items() if n != "label"}},
    )  # fmt: skip
    differs = rules.changed(now, wanted)
    if differs:
        _write(found, wanted, sorted(differs), actor, at)
    how = Settlement.CHOSEN if differs else Settlement.KEPT
    return _settled(found, how, actor, at)


@transaction.atomic
def restore(
    entity: Entity, version: EntityVersion, *, actor: Actor, at: datetime, seen: int
) -> Entity:
    """Make the content of an earlier version the next one: undo. Settles an open conflict."""
    found = _locked(entity, actor)
    if seen != found.version:
        raise WrongState(Reason.of("Something new came meanwhile. Please look again."))
    wanted = queries.state(version)
    now = rules.State(found.version, *unpacked(found.content))
    differs = sorted(rules.changed(now, wanted))
    if not differs:
        raise WrongState(Reason.of("It says the same already."))
    _write(found, wanted, differs, actor, at)
    return _settled(found, Settlement.UNDONE, actor, at)


@transaction.atomic
def look_at(entity: Entity, *, actor: Actor, at: datetime) -> None:
    """Record that somebody opened an entity with what it says of people."""
    ledger.record(Event.ENTITY_READ, actor=actor, subject=entity, path=entity.path, at=at)


def _locked(entity: Entity, actor: Actor) -> Entity:
    actor.require(Permission.PEOPLE_EDIT, entity.path)
    if actor.user_id is None:
        raise WrongState(Reason.of("A person has to decide this."))
    rows = Entity.objects.select_for_update(of=("self",)).select_related("list")
    return rows.get(pk=entity.pk)


def _write(
    entity: Entity, wanted: rules.State, touched: list[str], actor: Actor, at: datetime
) -> None:
    advance(entity, Next(
        wanted.label, wanted.properties, EntitySource.PERSON, at, by=actor.user_id,
        base_version=entity.version, touched=touched,
    ))  # fmt: skip


def _settled(entity: Entity, how: Settlement, actor: Actor, at: datetime) -> Entity:
    entity.versions.exclude(conflict=ConflictKind.NONE).filter(settled_at=None).update(
        settled_at=at, settled_by=actor.user_id, settled_how=how
    )
    entity.conflict = ConflictKind.NONE
    entity.save(update_fields=["conflict"])
    data: dict[str, object] = {"list": entity.list.name, "how": how, "version": entity.version}
    ledger.record(
        Event.ENTITY_SETTLED, actor=actor, subject=entity, path=entity.path, at=at, data=data
    )
    return entity
