"""Policies: what ships, what is adopted, what applies where."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.response.risk.models import PolicyAdoption
from gridward.response.risk.rules import Pack
from gridward.response.risk.rules.pack_file import parse_pack, read_pack

FOLDER = Path(__file__).resolve().parents[4] / "policies"


@lru_cache(maxsize=1)
def shipped() -> dict[str, Pack]:
    """The packs in ``policies/`` by code, oldest first. Raises `BadPack` when one is broken."""
    packs = [read_pack(folder) for folder in FOLDER.iterdir() if (folder / "pack.toml").exists()]
    return {pack.code: pack for pack in sorted(packs, key=lambda p: (p.valid_from, p.code))}


def shipped_pack(code: str) -> Pack:
    """The shipped pack of this code. Raises `NotThere`."""
    pack = shipped().get(code)
    if pack is None:
        raise NotThere
    return pack


def texts_of(pack: Pack) -> tuple[str, str]:
    """The two texts of a shipped pack, as they are kept on adoption."""
    folder = FOLDER / pack.code
    return (
        (folder / "pack.toml").read_text(encoding="utf-8"),
        (folder / "table.csv").read_text(encoding="utf-8-sig"),
    )


def adoptions_in_force(on: date) -> QuerySet[PolicyAdoption]:
    """All adoptions valid on a day, the one adopted last first."""
    rows = PolicyAdoption.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return rows.select_related("edition").order_by("-adopted_at", "-pk")


def policy_in_force(path: str, on: date) -> PolicyAdoption | None:
    """The adoption that applies at `path` on a day: the nearest upwards, there the newest."""
    return nearest(adoptions_in_force(on).filter(path__in=[*lineage(path), ""]), path)


def nearest(adoptions: Iterable[PolicyAdoption], path: str) -> PolicyAdoption | None:
    """Of these adoptions the one that applies at `path`."""
    above = [row for row in adoptions if path.startswith(row.path)]
    return max(above, key=lambda row: (len(row.path), row.adopted_at, row.pk), default=None)


@lru_cache(maxsize=64)
def _edition(digest: str, toml: str, table: str) -> Pack:
    return parse_pack(toml, table)


def pack_of(adoption: PolicyAdoption) -> Pack:
    """The pack as it was adopted, whatever became of the files since."""
    edition = adoption.edition
    return _edition(edition.digest, edition.toml, edition.table)


def adoptions_visible_to(actor: Actor) -> QuerySet[PolicyAdoption]:
    """Every adoption for those who may see risk at all: a policy is public, and applies below."""
    rows = PolicyAdoption.objects.select_related("edition").order_by("-adopted_at")
    return rows if actor.paths(Permission.RISK_VIEW) else rows.none()
