"""Reading forms and what was sent in; other rooms enter here."""

from gridward.ground.xforms.queries.collecting import editions_of, with_media
from gridward.ground.xforms.queries.day import returned_to
from gridward.ground.xforms.queries.devices import (
    device_for,
    devices_visible_to,
    postings_with_phones,
    standing_of,
)
from gridward.ground.xforms.queries.difference import difference
from gridward.ground.xforms.queries.editions import (
    Wanted,
    edition_to_try,
    editions,
    files_of,
    forms_listed_for,
    managed_by,
    possible_testers,
    reason_of,
    reasons_against,
    same_edition,
    sentence,
    to_try,
    workbooks_visible_to,
)
from gridward.ground.xforms.queries.entities import (
    conflicts_for,
    counts_of,
    entities_visible_to,
    entity_csv,
    entity_token,
    gone,
    held_for,
    lists_for,
    lists_named,
    paths_of,
    plan_of,
    senders,
    state,
    states,
    versions_to_compare,
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
    version_named,
)
from gridward.ground.xforms.queries.paper import (
    LINES,
    Field,
    Section,
    Sheet,
    batch_of,
    batches,
    last_printed,
    not_back,
    printed,
    run_of,
    same_serial,
    sheet,
)
from gridward.ground.xforms.queries.reading import SHIPPED, Reading, reading, shipped
from gridward.ground.xforms.queries.submissions import (
    answers,
    answers_for,
    from_worker,
    linked,
    masked,
    receipts,
    visible_to,
)
from gridward.ground.xforms.queries.told import (
    Line,
    columns,
    told,
    told_questions,
)

__all__ = [
    "LINES", "SHIPPED", "Field", "Line", "Reading", "Section", "Sheet", "Wanted", "addressed",
    "addressed_before", "answers", "answers_for", "batch_of", "batches", "columns", "conflicts_for",
    "counted", "counts_of", "device_for", "devices_visible_to", "difference", "edition_to_try",
    "editions", "editions_of", "entities_visible_to", "entity_csv", "entity_token", "files_of",
    "forget_addresses", "form_by_token", "forms_listed_for", "forms_to_fill", "forms_visible_to",
    "from_worker",
    "gone", "held_for", "in_force", "last_printed", "latest", "latest_of", "linked", "lists_for",
    "lists_named", "managed_by", "masked", "media_of", "not_back", "paths_of", "place_name",
    "plan_of", "possible_testers", "postings_with_phones", "printed", "reading", "reason_of",
    "reasons_against", "receipts", "returned_to", "run_of", "same_edition", "same_serial",
    "senders", "sentence", "sheet", "shipped", "standing_of", "state", "states", "to_try", "told",
    "told_questions", "version_named", "versions_to_compare", "visible_to", "with_media",
    "workbooks_visible_to",
]  # fmt: skip
