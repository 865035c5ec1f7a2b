"""What a form tells those who fill it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.models import Form, FormNotice
from gridward.ground.xforms.queries.notice import HEADINGS


@transaction.atomic
def word_notice(
    form: Form, *, language: str, texts: Mapping[str, str], actor: Actor, at: datetime
) -> FormNotice:
    """Set the form's own words in "zh" or "en"; an empty text brings the usual ones back."""
    actor.require(Permission.FORMS_MANAGE, form.path)
    given = {name: texts.get(name, "").strip() for name in HEADINGS}
    made, _new = FormNotice.objects.update_or_create(form=form, language=language, defaults=given)
    data: dict[str, object] = {
        "form": form.form_id, "language": language, "own": [k for k, v in given.items() if v],
    }  # fmt: skip
    ledger.record(Event.NOTICE_CHANGED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return made
