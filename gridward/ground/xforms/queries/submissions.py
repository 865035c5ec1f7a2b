"""What was sent in, for those who may read it."""

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_identifier, mask_name, mask_phone
from gridward.core.scope import visible
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Form, Submission
from gridward.ground.xforms.queries.reading import reading

_MASKS = {"name": mask_name, "phone": mask_phone, "document_no": mask_identifier}


def visible_to(actor: Actor) -> QuerySet[Submission]:
    """Submissions the actor may read."""
    rows = Submission.objects.select_related("version__form")
    return visible(rows, actor, Permission.SUBMISSIONS_VIEW)


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
