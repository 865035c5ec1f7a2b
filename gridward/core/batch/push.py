"""What leaves a township: sums by default; rows about persons only on a dated order that asks.

PIPL art. 6, 13, 21 and 25: no more than the purpose needs, on a legal ground, and only to whom
that ground names.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile

from gridward.core.batch import files
from gridward.core.batch.run import Result
from gridward.core.decision import Decision, Reason

# A table with one of these columns speaks of persons one by one, whatever its job says of itself.
PERSONAL = frozenset({"person", "stay", "exposure", "report", "seen", "household", "source_id"})


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The order that asks for records: its title and number, its days, who may have them."""

    order: str
    since: date
    until: date
    recipient: str


class NoBasis(Exception):
    """These rows may not leave; the text says why."""


def may_leave(result: Result, basis: LegalBasis | None, on: date) -> Decision:
    """Whether the rows of a run may be handed to another level on a day."""
    if not result.header["personal"] and not PERSONAL.intersection(result.schema):
        return Decision.yes()
    return Decision.unless(_against(basis, on))


def _against(basis: LegalBasis | None, on: date) -> Iterator[Reason]:
    if basis is None:
        yield Reason("Rows about persons leave only on a dated legal basis; sums need none.")
        return
    if not basis.order.strip() or not basis.recipient.strip():
        yield Reason("The legal basis must name the order and who may have the records.")
    if basis.since > on:
        yield Reason.of("The order is dated {day}: that day has not come.", day=basis.since)
    if basis.until < on:
        yield Reason.of("The order ended on {day}.", day=basis.until)


def insist(result: Result, basis: LegalBasis | None, on: date) -> None:
    """Raises `NoBasis` unless the rows may leave."""
    decision = may_leave(result, basis, on)
    if not decision.allowed:
        raise NoBasis(" ".join(str(reason) for reason in decision.because))


def parcel(result: Result, target: Path, basis: LegalBasis | None, on: date) -> Path:
    """A folder with the rows of a run, ready to be carried to the level above.

    Raises `NoBasis` when rows about persons have none, `FileExistsError` when it is there.
    """
    insist(result, basis, on)
    target.mkdir(parents=True, mode=0o700)
    sent = []
    for number, path in enumerate(result.files()):
        name = f"part-{number}.parquet"
        copyfile(path, target / name)
        sent.append({"file": name, "sha256": files.digest_of(target / name)})
    told = {name: result.header[name] for name in ("job", "as_of", "columns", "rows", "hash")}
    told |= {"run": result.folder.name, "told": result.header["told"], "files": sent}
    if basis is not None:
        told["basis"] = {name: str(value) for name, value in asdict(basis).items()}
    files.write(target / "parcel.json", told)
    return target
