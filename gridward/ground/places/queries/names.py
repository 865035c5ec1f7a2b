"""Texts to places and codes to names. One gazetteer a process."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gridward.ground.places.models import Alias
from gridward.ground.places.queries import estates
from gridward.ground.places.rules import NOWHERE, Gazetteer, Match, Matcher, normalise
from gridward.ground.places.rules.reasons import candidate
from gridward.ground.places.rules.register import Register, Spot
from gridward.ground.places.rules.review import levels_of

_MEMO = 50_000  # distinct texts kept; about 1 kB each
_REGISTERS = 50
_Key = tuple[str, str, date | None, int]


@dataclass(frozen=True, slots=True)
class Division:
    """One division: code (12 digits), level 1 to 5, name."""

    code: str
    level: int
    name: str


class _Loaded:
    """The matcher of this process and the answers it gave last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._matcher: Matcher | None = None
        self._memo: OrderedDict[_Key, Match] = OrderedDict()
        self._registers: OrderedDict[int, Register] = OrderedDict()

    def matcher(self) -> Matcher:
        with self._lock:
            if self._matcher is None:
                self._matcher = Matcher(Gazetteer())
            return self._matcher

    def match_many(
        self, texts: list[str], near: str, at: date | None, own: estates.Register
    ) -> dict[str, Match]:
        """The answers to normalised texts; those not remembered are worked out in one go."""
        found: dict[str, Match] = {}
        with self._lock:
            for text in texts:
                key = (text, near, at, own.serial)
                known = self._memo.get(key)
                if known is not None:
                    self._memo.move_to_end(key)
                    found[text] = known
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        if not fresh:
            return found
        register = self.index_of(own)
        made = self.matcher().match_many(fresh, near=near or None, at=at, register=register)
        found.update(zip(fresh, made, strict=True))
        with self._lock:
            self._memo.update(((text, near, at, own.serial), found[text]) for text in fresh)
            while len(self._memo) > _MEMO:
                self._memo.popitem(last=False)
        return found

    def index_of(self, own: estates.Register) -> Register | None:
        """The street's register as the rules read it."""
        if not own.entries:
            return None
        with self._lock:
            known = self._registers.get(own.serial)
        if known is None:
            spots = (
                Spot(str(each.pk), each.shown, each.kind, each.code, each.spoken[1:])
                for each in own.entries
            )
            known = Register(spots, self.matcher().gazetteer.sounds)
            with self._lock:
                self._registers[own.serial] = known
                while len(self._registers) > _REGISTERS:
                    self._registers.popitem(last=False)
        return known


_LOADED = _Loaded()


def gazetteer() -> Gazetteer:
    """All divisions; the first call of a process takes about half a second."""
    return _LOADED.matcher().gazetteer


def match(text: str, *, near: str = "", at: date | None = None) -> Match:
    """The division that `text` names, seen from the path or code `near`; aliases and the street's
    own register included.

    Only ``decision == "accept"`` may be used without a person; hand everything else to
    `actions.ask_review`. Never raises on any text.
    """
    return match_many([text], near=near, at=at)[text]


def match_many(texts: Iterable[str], *, near: str = "", at: date | None = None) -> dict[str, Match]:
    """`match` for many texts with one query for the aliases (and, every few
    seconds, for what changed in the register); the keys are the texts as given."""
    typed = {text: normalise(text) for text in texts}
    learned = _aliases(set(typed.values()), near)
    others = [plain for plain in typed.values() if plain not in learned]
    found = _LOADED.match_many(others, near, at, estates.register(near)) if others else {}
    if learned:
        known = list(learned)
        told = _LOADED.matcher().match_many(known, aliases=learned)
        found.update(zip(known, told, strict=True))
    return {text: found[plain] for text, plain in typed.items()}


def _aliases(texts: set[str], near: str) -> dict[str, str]:
    rows = Alias.objects.filter(text__in=texts, near__in=levels_of(near), valid_to=None)
    found = sorted(rows.values_list("near", "text", "code"))
    return {text: code for _near, text, code in found}  # the narrowest comes last and wins


def find(code: str) -> Division | None:
    """The division with a code of 2 to 12 digits; an outdated code gives what it became."""
    places = gazetteer()
    node = places.today(code)
    if node != NOWHERE:
        return Division(places.code[node], places.level[node], places.name[node])
    made = candidate(places, code, 0.0, ())
    return Division(made.code, made.level, made.name) if made else None


def name_of(code: str) -> str:
    """灰汤镇; empty for an unknown code."""
    found = find(code)
    return found.name if found else ""


def full_name(code: str) -> str:
    """湖南省长沙市宁乡市灰汤镇; empty for an unknown code."""
    found = find(code)
    made = candidate(gazetteer(), found.code, 0.0, ()) if found else None
    return made.full_name if made else ""


def children(code: str) -> list[Division]:
    """The divisions right below a code, in order; ``""`` gives the provinces."""
    places = gazetteer()
    node = places.today(code) if code else NOWHERE
    if code and node == NOWHERE:
        return []
    if node != NOWHERE and places.level[node] == 4:
        villages = places.villages(places.at_level(node, 3)).by_code.values()
        inside = (v for v in villages if v.code.startswith(places.code[node][:9]))
        return [Division(v.code, 5, v.name) for v in inside]
    start, end = (0, len(places.code)) if node == NOWHERE else (node, places.end[node])
    return [
        Division(places.code[n], places.level[n], places.name[n])
        for n in range(start, end)
        if places.parent[n] == node
    ]
