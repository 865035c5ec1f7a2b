"""Opening what one has sent: receipt number and secret code, without an account."""

import hmac
from uuid import UUID

from gridward.core.crypto import digest
from gridward.ground.xforms.models import Form, Submission
from gridward.ground.xforms.rules.receipt import as_receipt, receipt_code


def code_for(number: str) -> str:
    """The secret code of a receipt number: computed from the key of the office, stored nowhere."""
    return receipt_code(digest(number, label="receipt")) if number else ""


def opened(form: Form, number: str, code: str) -> Submission | None:
    """The submission behind number and code; None when either is wrong, and no hint which."""
    number, code = as_receipt(number), as_receipt(code)
    right = hmac.compare_digest(code_for(number) or "-", code)
    found = Submission.objects.filter(receipt=number, version__form=form)
    submission = found.select_related("version__form").first()
    return submission if right else None


def corrected_by(submission: Submission) -> Submission | None:
    """The correction that took the place of a submission."""
    return Submission.objects.filter(corrects__earlier=submission).first()


def corrected(submission_id: UUID) -> Submission | None:
    """The submission in whose place this one stands."""
    return Submission.objects.filter(corrected_by__later=submission_id).first()
