"""Forms and submissions as JSON, each row only for those who may see it."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router

from gridward.core import clock
from gridward.core.http import ActingRequest
from gridward.core.paging import page_of
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Form, Submission
from gridward.ground.xforms.schemas import AnswersOut, FormOut, SubmissionOut, SubmissionPage

router = Router(tags=["forms"])


@router.get("/", response=list[FormOut])
def forms(request: ActingRequest) -> list[Form]:
    """The forms of one's places."""
    return list(queries.forms_visible_to(request.actor).order_by("form_id"))


@router.get("/submissions", response=SubmissionPage)
def submissions(
    request: ActingRequest, form: str = "", state: str = "", page: int = 1
) -> SubmissionPage:
    """Newest first, 50 a page; `form` and `state` narrow the list."""
    rows = queries.visible_to(request.actor).order_by("-received_at", "pk")
    if form:
        rows = rows.filter(version__form__form_id=form)
    if state:
        rows = rows.filter(state=state)
    found = page_of(rows, {"page": str(page)})
    return SubmissionPage(
        page=found.number, last=found.last, total=found.total,
        results=[SubmissionOut.model_validate(_plain(row)) for row in found.rows],
    )  # fmt: skip


@router.get("/submissions/{pk}", response=AnswersOut)
def submission(request: ActingRequest, pk: UUID, purpose: str = "") -> AnswersOut:
    """One submission with its answers; the look is recorded."""
    found = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    answers = actions.look(found, actor=request.actor, purpose=purpose[:200], at=clock.now())
    return AnswersOut.model_validate(
        {**_plain(found), "answers": answers, "reasons": found.reasons}
    )


def _plain(row: Submission) -> dict[str, object]:
    return {
        "id": row.pk, "form_id": row.version.form.form_id, "version": row.version.version,
        "path": row.path, "state": row.state, "channel": row.channel, "receipt": row.receipt,
        "at": row.at, "received_at": row.received_at,
    }  # fmt: skip
