"""What a room above could not make use of, told on the submission it came with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.ground.xforms import queries
from gridward.ground.xforms.choices import Event, SubmissionState


@transaction.atomic
def find_fault(
    submission_id: UUID | str, because: Sequence[Reason], *, actor: Actor, at: datetime
) -> bool:
    """Return a kept submission with these reasons; False when they stand there already.

    Nothing of the submission changes but its state and reasons; a person looks at it.
    """
    found = queries.visible_to(actor).select_for_update(of=("self",)).get(pk=submission_id)
    faults = [{"kind": "use", **reason.as_json()} for reason in because]
    fresh = [fault for fault in faults if fault not in found.reasons]
    if not fresh:
        return False
    found.reasons = [*found.reasons, *fresh]
    found.state = SubmissionState.RETURNED
    found.save(update_fields=["reasons", "state"])
    ledger.record(Event.RETURNED, actor=actor, subject=found, path=found.path, at=at)
    return True
