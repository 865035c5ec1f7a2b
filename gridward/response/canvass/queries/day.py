"""What a worker's phone keeps of the doors: which are owed, what is known of each."""

from django.db.models import Count

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import queries as roster
from gridward.response.canvass.choices import Kind, PartOfDay, RoundState
from gridward.response.canvass.models import Round, RoundItem
from gridward.response.canvass.rules import BITS, SETTLED


def day(actor: Actor) -> dict[str, object]:
    """``{"rounds": [{"round", "name"}], "places": {path: name}, "doors": [{"code", "round", "path",
    "stair", "address", "state", "attempts", "last_at", "parts", "people", "before", "mine",
    "added"}]}``.

    The doors where the actor records, of the running door sweeps, in walking order. `parts`: at
    which times of day nobody opened; `people`: how many the register knows there; `before`: the
    result of the last round that was closed; `mine`: not shared out to somebody else.
    """
    paths = actor.paths(Permission.CANVASS_RECORD)
    items = list(
        RoundItem.objects.filter(
            within(paths), round__state=RoundState.OPEN, round__kind=Kind.DOOR_SWEEP
        ).order_by("path", "position", "pk")
    )
    rounds = Round.objects.filter(pk__in={item.round_id for item in items}).order_by("pk")
    known, before = _known(actor, paths), _before(paths)
    return {
        "rounds": [{"round": each.pk, "name": each.name} for each in rounds],
        "places": grid.full_names({item.path for item in items}),
        "doors": [
            {
                "code": item.code, "round": item.round_id, "path": item.path,
                "stair": item.staircase, "address": item.address, "state": item.state,
                "attempts": item.attempts, "last_at": item.last_at and item.last_at.isoformat(),
                "parts": [part.value for part in PartOfDay if item.tried & BITS[part]],
                "people": known.get(item.code), "before": before.get(item.code, ""),
                "mine": item.hand in {None, actor.user_id}, "added": item.added_reason,
            }
            for item in items
        ],
    }  # fmt: skip


def _known(actor: Actor, paths: tuple[str, ...]) -> dict[str, int]:
    """How many people the register knows behind each door, where the actor may see that."""
    rows = roster.visible_to(actor).filter(
        within(paths), household__isnull=False, household__valid_to=None, valid_to=None
    )
    counted = rows.order_by().values("household__code").annotate(n=Count("pk"))
    return dict(counted.values_list("household__code", "n"))


def _before(paths: tuple[str, ...]) -> dict[str, str]:
    rows = RoundItem.objects.filter(
        within(paths), round__state=RoundState.CLOSED, round__kind=Kind.DOOR_SWEEP,
        state__in=SETTLED,
    )  # fmt: skip
    newest = rows.order_by("code", "-round_id").distinct("code")
    return dict(newest.values_list("code", "state"))
