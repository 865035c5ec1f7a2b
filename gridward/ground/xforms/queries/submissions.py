"""What was sent in, for those who may read it."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_identifier, mask_name, mask_phone
from gridward.core.scope import visible
from gridward.ground.access import queries as access
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Form, Submission
from gridward.ground.xforms.queries.reading import reading

_MASKS = {"name": mask_name, "phone": mask_phone, "document_no": mask_identifier}


def visible_to(actor: Actor) -> QuerySet[Submission]:
    """Submissions the actor may read."""
    rows = Submission.objects.select_related("version__form")
    return visible(rows, actor, Permission.SUBMISSIONS_VIEW)


def from_worker(
    submission_id: UUID | str, *, purpose: str, actor: Actor
) -> tuple[Submission, instance.Answers, Actor] | None:
    """A form that somebody with an account sent, its answers, and who they were when they filled
    it (`Submission.at`), however late it came; None when it is no such form."""
    sent = visible_to(actor).filter(pk=submission_id, version__form__purpose=purpose).first()
    if sent is None or sent.submitted_by is None:
        return None
    sender = get_user_model().objects.filter(pk=sent.submitted_by).first()
    if sender is None:
        return None
    return sent, answers(sent), access.actor_for(sender, on=local_date(sent.at))


def linked(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """The same rows, each with the one it replaces and the one that replaces it at hand."""
    return rows.select_related("corrects__earlier", "corrected_by__later")


def receipts(form: Form, number: str) -> QuerySet[Submission]:
    """The submission of a form with this receipt number or instanceID (without ``uuid:``)."""
    named = Q(receipt=number.upper()) | Q(instance_id__in=[number, f"uuid:{number}"])
    return Submission.objects.filter(named, version__form=form).select_related("version__form")


def answers(submission: Submission) -> instance.Answers:
    """``{question: text, repeat: [answers, ...]}`` of a submission."""
    root = instance.read(submission.xml.encode()).root
    return instance.answers(root, reading(submission.version).form.repeats)


def answers_for(actor: Actor, submission: Submission) -> instance.Answers:
    """The answers, masked unless the actor may identify people there."""
    given = answers(submission)
    may = actor.may(Permission.PEOPLE_IDENTIFY, submission.path)
    return given if may else masked(given)


def masked(told: instance.Answers) -> instance.Answers:
    """The answers with name, phone and document number masked, also inside repeats."""
    return {
        name: [masked(row) for row in value]
        if isinstance(value, list)
        else _MASKS.get(name, str)(value)
        for name, value in told.items()
    }
