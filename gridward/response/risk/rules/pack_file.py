"""A policy pack from its two files: ``pack.toml`` (source, parameters, examples), ``table.csv``."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gridward.core.decision import Reason
from gridward.response.risk.rules.finding import Finding
from gridward.response.risk.rules.lint import lint
from gridward.response.risk.rules.pack import (
    HIT_POLICIES,
    HOME_DIGITS,
    QUALITIES,
    Example,
    Pack,
    Protocol,
    Row,
    Source,
)
from gridward.response.risk.rules.pack_table import read_table
from gridward.response.risk.rules.try_pack import failures
from gridward.response.risk.rules.values import MEASURES

FILE = "pack.toml"
_TEXTS = ("code", "title.zh", "title.en", "source.issuer", "source.title", "source.quality")
_DATES = ("valid_from", "source.date")


class BadPack(ValueError):
    """The pack cannot be used; `findings` says where and why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{each.where}: {each.reason}" for each in self.findings))


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises `BadPack`."""
    return parse_pack(
        (folder / FILE).read_text(encoding="utf-8"),
        (folder / "table.csv").read_text(encoding="utf-8-sig"),
    )


def parse_pack(toml: str, table: str) -> Pack:
    """The pack of two texts. Raises `BadPack` with every finding; `check` tries its examples."""
    try:
        head = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as wrong:
        reason = Reason.of("This is no TOML: {wrong}", wrong=wrong)
        raise BadPack([Finding(FILE, reason)]) from wrong
    found = list(_head_findings(head))
    rows, wrong_rows = read_table(table)
    found += wrong_rows
    if not found and not rows:
        found.append(Finding("table.csv", Reason.of("The table is empty.")))
    if found:
        raise BadPack(found)
    return _pack(head, rows, digest_of(toml, table))


def examine(
    toml: str, table: str, name_of: Callable[[str], str]
) -> tuple[Pack | None, tuple[Finding, ...]]:
    """The pack of two texts with everything that is wrong or doubtful about it.

    `name_of` tells the official name of a division, "" for none. The pack is None when it cannot
    be read; it may be used when no finding is fatal.
    """
    try:
        pack = parse_pack(toml, table)
    except BadPack as bad:
        return None, bad.findings
    tried = (Finding(f"example {name}", reason) for name, reason in failures(pack))
    return pack, (*lint(pack, name_of), *tried)


def check(pack: Pack, name_of: Callable[[str], str] = str) -> Pack:
    """The same pack, when nothing is fatal and its own examples come out as written.

    Raises `BadPack`. Without `name_of` no place is looked up.
    """
    tried = [Finding(f"example {name}", reason) for name, reason in failures(pack)]
    wrong = [each for each in (*lint(pack, name_of), *tried) if each.fatal]
    if wrong:
        raise BadPack(wrong)
    return pack


def digest_of(toml: str, table: str) -> str:
    """SHA-256 of both texts, without regard to line ends and byte order marks."""
    plain = "\0".join(t.removeprefix("\ufeff").replace("\r\n", "\n") for t in (toml, table))
    return hashlib.sha256(plain.encode()).hexdigest()


def _at(head: Mapping[str, Any], key: str) -> Any:
    first, _, rest = key.partition(".")
    value = head.get(first)
    return value.get(rest) if rest and isinstance(value, dict) else (None if rest else value)


def _head_findings(head: Mapping[str, Any]) -> Iterable[Finding]:
    for key in _TEXTS:
        if not isinstance(_at(head, key), str) or not _at(head, key).strip():
            yield Finding(FILE, Reason.of("{key} is missing.", key=key))
    for key in _DATES:
        if not isinstance(_at(head, key), date):
            yield Finding(FILE, Reason.of("{key} must be a date like 2022-06-28.", key=key))
    starts, ends = head.get("valid_from"), head.get("valid_to")
    if isinstance(starts, date) and ends is not None and not _after(ends, starts):
        yield Finding(FILE, Reason.of("valid_to must be a date after valid_from."))
    if not isinstance(_at(head, "parameters.fever"), int | float):
        yield Finding(FILE, Reason.of("parameters.fever must be a temperature such as 37.3."))
    yield from _word_findings(head)
    yield from _example_findings(head)


def _after(ends: object, starts: date) -> bool:
    return isinstance(ends, date) and ends > starts


def _word_findings(head: Mapping[str, Any]) -> Iterable[Finding]:
    for key, allowed, default in (
        ("hit_policy", HIT_POLICIES, "first"),
        ("source.quality", QUALITIES, None),
        ("parameters.day_one", (0, 1), None),
        ("parameters.home", tuple(HOME_DIGITS), "prefecture"),
    ):
        value = _at(head, key)
        if (default if value is None else value) not in allowed:
            known = ", ".join(map(str, allowed))
            yield Finding(FILE, Reason.of("{key} must be one of: {known}.", key=key, known=known))
    for name in head.get("measures", {}):
        if name not in MEASURES:
            known = ", ".join(MEASURES)
            yield Finding(FILE, Reason.of("{measure} is no measure. Known: {known}.",
                                          measure=name, known=known))  # fmt: skip


def _example_findings(head: Mapping[str, Any]) -> Iterable[Finding]:
    examples = head.get("example", [])
    if not examples:
        yield Finding(
            FILE, Reason.of("A pack brings examples that must come out so; there is none.")
        )
    for number, each in enumerate(examples, 1):
        expected = each.get("expect", {}).get("measure")
        if not isinstance(each.get("on"), date) or expected not in MEASURES:
            yield Finding(f"example {number}", Reason.of(
                "An example needs a name, a day (on) and the measure that it expects."
            ))  # fmt: skip


def _pack(head: Mapping[str, Any], rows: tuple[Row, ...], digest: str) -> Pack:
    source, parameters = head["source"], head["parameters"]
    return Pack(
        code=head["code"],
        title_zh=head["title"]["zh"],
        title_en=head["title"]["en"],
        source=Source(
            issuer=source["issuer"], title=source["title"], number=source.get("number", ""),
            date=source["date"], quality=source["quality"], note=source.get("note", ""),
        ),
        valid_from=head["valid_from"],
        valid_to=head.get("valid_to"),
        jurisdiction=head.get("jurisdiction", ""),
        day_one=parameters["day_one"],
        fever=float(parameters["fever"]),
        home_digits=HOME_DIGITS[parameters.get("home", "prefecture")],
        hit_policy=head.get("hit_policy", "first"),
        rows=rows,
        protocols={
            name: Protocol(
                slots=tuple(each.get("slots", ())),
                tests=tuple(each.get("tests", ())),
                care_team=tuple(each.get("care_team", ())),
                notice=each.get("notice", ""),
            )
            for name, each in head.get("measures", {}).items()
        },
        examples=tuple(_example(number, each) for number, each in enumerate(head["example"], 1)),
        note=head.get("note", ""),
        digest=digest,
    )  # fmt: skip


def _example(number: int, each: Mapping[str, Any]) -> Example:
    expect = each["expect"]
    return Example(
        name=str(each.get("name", number)), on=each["on"], facts=each,
        measure=expect["measure"], until=expect.get("until"), row=expect.get("row", ""),
    )  # fmt: skip
