"""Reading the register."""

from gridward.ground.roster.queries.case_texts import (
    case_texts_visible_to,
    lines,
    next_case_text,
    open_case_text,
    own_names,
    pieces,
    reading_of,
)
from gridward.ground.roster.queries.corrections import corrections_visible_to
from gridward.ground.roster.queries.declarations import declarations_visible_to, waiting_for
from gridward.ground.roster.queries.fields import columns_of, form_targets, needs_of
from gridward.ground.roster.queries.households import (
    household_by_code,
    households_visible_to,
    ids_by_code,
    in_force,
)
from gridward.ground.roster.queries.identity import (
    joined_here,
    joined_into,
    merge_chain,
    merges_of,
    merges_visible_to,
    standing_person,
)
from gridward.ground.roster.queries.imports import (
    guesses,
    head_of,
    imports_visible_to,
    kept_after_undo,
    refusals,
    rows_visible_to,
    running_imports,
)
from gridward.ground.roster.queries.likeness import not_yet_sought
from gridward.ground.roster.queries.matching import claim_of, households_meant, persons_meant
from gridward.ground.roster.queries.pairs import (
    asked_of,
    decided_by_band,
    masked_names,
    pairs_visible_to,
    queue,
    tally,
    unlikely,
)
from gridward.ground.roster.queries.people import (
    enterprises_visible_to,
    households_at,
    other_registers,
    search,
    vehicles_visible_to,
    visible_to,
)
from gridward.ground.roster.queries.rentals import (
    dressed_rentals,
    rental_counts,
    rentals_visible_to,
    tenants_visible_to,
)
from gridward.ground.roster.queries.resembling import resembling
from gridward.ground.roster.queries.showing import (
    Shown,
    door_of,
    found_elsewhere,
    full,
    identify,
    masked,
    note_look,
    open_person,
    told,
)
from gridward.ground.roster.queries.taking import taken_out
from gridward.ground.roster.queries.using import is_used
from gridward.ground.roster.queries.vulnerable import (
    contacts_due,
    contacts_of,
    contacts_overdue,
    dressed_vulnerable,
    possible_helpers,
    vulnerable_visible_to,
)

__all__ = [
    "Shown",
    "asked_of",
    "case_texts_visible_to",
    "claim_of",
    "columns_of",
    "contacts_due",
    "contacts_of",
    "contacts_overdue",
    "corrections_visible_to",
    "decided_by_band",
    "declarations_visible_to",
    "door_of",
    "dressed_rentals",
    "dressed_vulnerable",
    "enterprises_visible_to",
    "form_targets",
    "found_elsewhere",
    "full",
    "guesses",
    "head_of",
    "household_by_code",
    "households_at",
    "households_meant",
    "households_visible_to",
    "identify",
    "ids_by_code",
    "imports_visible_to",
    "in_force",
    "is_used",
    "joined_here",
    "joined_into",
    "kept_after_undo",
    "lines",
    "masked",
    "masked_names",
    "merge_chain",
    "merges_of",
    "merges_visible_to",
    "needs_of",
    "next_case_text",
    "not_yet_sought",
    "note_look",
    "open_case_text",
    "open_person",
    "other_registers",
    "own_names",
    "pairs_visible_to",
    "persons_meant",
    "pieces",
    "possible_helpers",
    "queue",
    "reading_of",
    "refusals",
    "rental_counts",
    "rentals_visible_to",
    "resembling",
    "rows_visible_to",
    "running_imports",
    "search",
    "standing_person",
    "taken_out",
    "tally",
    "tenants_visible_to",
    "told",
    "unlikely",
    "vehicles_visible_to",
    "visible_to",
    "vulnerable_visible_to",
    "waiting_for",
]  # fmt: skip
