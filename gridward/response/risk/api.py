"""Classes and source areas over JSON."""

from datetime import date

from ninja import Router

from gridward.core import clock
from gridward.core.http import ActingRequest
from gridward.response.risk import actions, queries
from gridward.response.risk.models import Classification, JudgingRun, SourceArea
from gridward.response.risk.schemas import AreaOut, ClassificationOut, CountOut, RunOut, TryOutIn

router = Router()
LIMIT = 500


@router.get("/classifications", response=list[ClassificationOut])
def classifications(
    request: ActingRequest, state: str = "", measure: str = "", after: int = 0
) -> list[ClassificationOut]:
    """Classes in id order, at most 500; go on with ``after`` = the last id."""
    rows = queries.visible_to(request.actor).filter(pk__gt=after).order_by("pk")
    wanted = {"state": state or "all", "measure": measure}
    return [_shape(row) for row in queries.filtered(rows, wanted)[:LIMIT]]


@router.get("/classifications/{pk}", response=ClassificationOut)
def classification(request: ActingRequest, pk: int) -> ClassificationOut:
    return _shape(queries.classification(pk, actor=request.actor))


@router.post("/classifications/{pk}/confirm", response=ClassificationOut)
def confirm(request: ActingRequest, pk: int, reason: str = "") -> ClassificationOut:
    """Confirm a proposal; 409 with the reasons when it is no longer one."""
    row = queries.classification(pk, actor=request.actor)
    return _shape(actions.confirm(row, actor=request.actor, at=clock.now(), reason=reason))


@router.get("/areas", response=list[AreaOut])
def areas(
    request: ActingRequest, on: date | None = None, level: str = "", after: int = 0
) -> list[AreaOut]:
    """Source areas in force on a day (today), in id order, at most 500."""
    day = on or clock.local_date(clock.now())
    rows = queries.areas_in_force(queries.areas_visible_to(request.actor), day)
    rows = queries.areas_found(rows, "", level).filter(pk__gt=after).order_by("pk")
    return [_area(row) for row in rows[:LIMIT]]


def _shape(row: Classification) -> ClassificationOut:
    return ClassificationOut(
        id=row.pk, path=row.path, person_id=row.person_id, household_id=row.household_id,
        declaration_id=row.declaration_id, as_of=row.as_of, proposed_measure=row.proposed_measure,
        measure=row.measure, days=row.days, until=row.until, last_exposure=row.last_exposure,
        row=row.row, policy=row.adoption.edition.code, reasons=row.reasons, doubts=row.doubts,
        state=row.state, decided_by=row.decided_by, decided_at=row.decided_at,
    )  # fmt: skip


def _area(row: SourceArea) -> AreaOut:
    return AreaOut(
        id=row.pk, scheme=row.scheme, level=row.level, code=row.code, name=row.name,
        text=row.text, coverage=row.coverage, valid_from=row.valid_from, valid_to=row.valid_to,
        source=row.first_list.source,
    )  # fmt: skip


@router.get("/runs", response=list[RunOut])
def runs(request: ActingRequest, kind: str = "", before: int = 0) -> list[RunOut]:
    """Runs over everybody, newest first, at most 500; go on with ``before`` = the last id."""
    rows = queries.runs_visible_to(request.actor).order_by("-pk")
    if kind:
        rows = rows.filter(kind=kind)
    if before:
        rows = rows.filter(pk__lt=before)
    return [_run(row) for row in rows[:LIMIT]]


@router.get("/runs/{pk}", response=RunOut)
def run(request: ActingRequest, pk: int) -> RunOut:
    """One run; of a dry run with its counts by grid, measure before and measure after."""
    return _run(queries.run(pk, actor=request.actor))


@router.post("/runs", response=RunOut)
def try_out(request: ActingRequest, said: TryOutIn) -> RunOut:
    """Order a dry run; ask for it again until its state is ``done``."""
    now = clock.now()
    made = actions.try_out(
        queries.edition(said.policy), path=said.path, as_of=said.as_of or now,
        actor=request.actor, at=now,
    )  # fmt: skip
    return _run(made)


def _run(row: JudgingRun) -> RunOut:
    counts = [
        CountOut(path=c.path, before=c.before, after=c.after, persons=c.persons)
        for c in queries.impact_of(row).counts
    ]
    return RunOut(
        id=row.pk, kind=row.kind, path=row.path, policy=row.edition.code if row.edition else "",
        edition=row.edition_id or "", as_of=row.as_of, areas=row.areas, snapshot=row.snapshot,
        state=row.state, total=row.total, done=row.done, changed=row.changed,
        proposed=row.proposed, without_policy=row.without_policy, ordered_at=row.ordered_at,
        finished_at=row.finished_at, counts=counts,
    )  # fmt: skip
