"""Reading forms and what was sent in; other rooms enter here."""

from gridward.ground.xforms.queries.collecting import editions_of, with_media
from gridward.ground.xforms.queries.day import returned_to
from gridward.ground.xforms.queries.editions import (
    reason_of,
    same_edition,
    workbooks_visible_to,
)
from gridward.ground.xforms.queries.devices import device_for, devices_visible_to, standing_of
from gridward.ground.xforms.queries.entities import (
    conflicts_for,
    entities_visible_to,
    entity_csv,
    entity_token,
    gone,
    held_for,
    lists_for,
    lists_named,
    paths_of,
    plan_of,
    state,
    states,
)
from gridward.ground.xforms.queries.forms import (
    addressed,
    addressed_before,
    counted,
    forget_addresses,
    form_by_token,
    forms_to_fill,
    forms_visible_to,
    in_force,
    latest,
    latest_of,
    media_of,
    place_name,
    taken,
    version_named,
)
from gridward.ground.xforms.queries.reading import SHIPPED, Reading, reading, shipped
from gridward.ground.xforms.queries.submissions import (
    answers,
    answers_for,
    masked,
    receipts,
    visible_to,
)
from gridward.ground.xforms.queries.told import (
    Line,
    cells,
    columns,
    label_of,
    told,
    told_questions,
)

__all__ = [
    "SHIPPED", "Line", "Reading", "addressed", "addressed_before", "answers", "answers_for",
    "cells", "columns", "conflicts_for", "counted", "device_for", "devices_visible_to",
    "editions_of", "entities_visible_to", "entity_csv", "entity_token", "forget_addresses",
    "form_by_token", "forms_to_fill", "forms_visible_to", "gone", "held_for", "in_force",
    "label_of", "latest", "latest_of", "lists_for", "lists_named", "masked", "media_of",
    "paths_of", "place_name", "plan_of", "reading", "reason_of", "receipts", "returned_to",
    "same_edition", "shipped", "standing_of", "state", "states", "taken", "told", "told_questions",
    "version_named", "visible_to", "with_media", "workbooks_visible_to",
]  # fmt: skip
