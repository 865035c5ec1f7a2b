"""A submission that takes the place of an earlier one (OpenRosa: ``orx:deprecatedID``)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.ground.xforms.choices import Event, SubmissionState
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Attachment, Correction, Form, Submission


@transaction.atomic
def note_correction(later_id: UUID, *, form: Form, at: datetime) -> Correction | None:
    """Link a kept submission with the one it corrects; the same once more changes nothing.

    Nobody has to prove anything here: the instanceID of the earlier one has 122 random bits and is
    told only to the phone that sent it and to whoever opens it with receipt number and code. One
    that was corrected already, or is of another form, is not touched; the new one is kept anyhow,
    and a person compares the two.
    """
    with scope.row_scope([form.path]):
        later = Submission.objects.get(pk=later_id)
        read = instance.read(later.xml.encode())
        earlier_id = read.deprecated_id
        found = Submission.objects.filter(instance_id=earlier_id, version__form=form)
        earlier = found.exclude(pk=later.pk).select_for_update().first() if earlier_id else None
        if earlier is None:
            return None
        made, new = Correction.objects.get_or_create(
            earlier=earlier, defaults={"later": later, "at": at}
        )
        if not new:
            if made.later_id != later.pk:
                _shown(later)
                return None
            made.earlier = earlier  # at hand for whoever asks outside of this wall
            return made
        _take_over_files(earlier, later, read)
        data: dict[str, object] = {"form": form.form_id, "later": str(later.pk)}
        actor = Actor.resident(form.path)
        ledger.record(
            Event.CORRECTED, actor=actor, subject=earlier, path=earlier.path, at=at, data=data
        )
    return made


def form_of(submission_id: UUID) -> Form:
    """The form of a submission that was just kept, wherever it is filed."""
    with scope.everywhere():
        return Form.objects.get(versions__submissions=submission_id)


def _shown(later: Submission) -> None:
    """Two people corrected the same one: neither is lost, somebody decides."""
    reason = Reason.of("Somebody else has corrected the same submission before. Compare the two.")
    told = {**reason.as_json(), "place": "", "kind": "conflict"}
    if told not in later.reasons:
        later.state, later.reasons = SubmissionState.RETURNED, [*later.reasons, told]
        later.save(update_fields=["state", "reasons"])


def _take_over_files(earlier: Submission, later: Submission, read: instance.Instance) -> None:
    """Pictures that still stand in the answers; the phone that corrects need not have them."""
    named = {(element.text or "").strip() for element in read.root.iter()}
    there = set(later.attachments.values_list("name", flat=True))
    Attachment.objects.bulk_create(
        Attachment(
            submission=later, path=later.path, name=file.name, content_type=file.content_type,
            content=bytes(file.content),
        )
        for file in earlier.attachments.filter(name__in=named - there)
    )  # fmt: skip
