"""Policies: what ships, what is adopted, what applies where."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.response.risk.models import PolicyAdoption, PolicyEdition
from gridward.response.risk.rules import Pack
from gridward.response.risk.rules.pack_file import parse_pack, read_pack
from gridward.response.risk.rules.terms import Term, at_each_path

_DIGITS = 12  # of a digest, as pages show it
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


def edition(ref: str) -> Pack:
    """The pack that a page means: a shipped one by its code, a kept edition by its digest, of
    which the first twelve digits are enough. Raises `NotThere`."""
    pack = shipped().get(ref)
    if pack is not None:
        return pack
    kept = PolicyEdition.objects.filter(digest__startswith=ref)
    found = kept.first() if len(ref) >= _DIGITS else None
    if found is None:
        raise NotThere
    return pack_of_edition(found)


def ref_of(pack: Pack) -> str:
    """How pages name a pack: a shipped one by its code, any other by the start of its digest."""
    own = shipped().get(pack.code)
    return pack.code if own and own.digest == pack.digest else pack.digest[:_DIGITS]


def texts_of(pack: Pack) -> tuple[str, str]:
    """The two texts of a pack: as they were kept, else as they ship."""
    kept = PolicyEdition.objects.filter(digest=pack.digest).first()
    if kept:
        return kept.toml, kept.table
    folder = FOLDER / pack.code
    return (
        (folder / "pack.toml").read_text(encoding="utf-8"),
        (folder / "table.csv").read_text(encoding="utf-8-sig"),
    )


def brought_editions(actor: Actor) -> QuerySet[PolicyEdition]:
    """Editions that somebody here wrote, newest first."""
    rows = PolicyEdition.objects.filter(brought_by__isnull=False).order_by("-kept_at")
    return rows if actor.paths(Permission.RISK_VIEW) else rows.none()


def term_of(row: PolicyAdoption) -> Term:
    """Its hours, for `rules.terms`."""
    return Term(row.pk, row.path, row.starts_at, row.ends_at, row.withdrawn_at is not None)


def adoptions_in_force(at: datetime) -> list[PolicyAdoption]:
    """The adoptions that apply in a moment, at most one for each path; adopted last comes first."""
    rows = PolicyAdoption.objects.filter(starts_at__lte=at, withdrawn_at=None)
    known = {row.pk: row for row in rows.select_related("edition")}
    found = [known[term.order] for term in at_each_path(map(term_of, known.values()), at)]
    return sorted(found, key=lambda row: (row.adopted_at, row.pk), reverse=True)


def policy_in_force(path: str, at: datetime) -> PolicyAdoption | None:
    """The adoption that applies at `path` in a moment: the nearest upwards, there the newest."""
    return nearest(adoptions_in_force(at), path)


def nearest(adoptions: Iterable[PolicyAdoption], path: str) -> PolicyAdoption | None:
    """Of these adoptions, one for each path, the one that applies at `path`."""
    above = [row for row in adoptions if path.startswith(row.path)]
    return max(above, key=lambda row: len(row.path), default=None)


@lru_cache(maxsize=64)
def _edition(digest: str, toml: str, table: str) -> Pack:
    return parse_pack(toml, table)


def pack_of(adoption: PolicyAdoption) -> Pack:
    """The pack as it was adopted, whatever became of the files since."""
    return pack_of_edition(adoption.edition)


def pack_of_edition(edition: PolicyEdition) -> Pack:
    """The pack of a kept edition."""
    return _edition(edition.digest, edition.toml, edition.table)


def adoptions_visible_to(actor: Actor) -> QuerySet[PolicyAdoption]:
    """Every adoption for those who may see risk at all: a policy is public, and applies below."""
    rows = PolicyAdoption.objects.select_related("edition").order_by("-starts_at", "-pk")
    return rows if actor.paths(Permission.RISK_VIEW) else rows.none()


def adoption(pk: int, *, actor: Actor) -> PolicyAdoption:
    """The one of this number. Raises `NotThere`."""
    found = adoptions_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
