"""Asking about risk: classes, policies in force, source areas."""

from gridward.response.risk.queries.area_map import FILLS, Tile, tile_map, way_down
from gridward.response.risk.queries.area_sets import SET_COLUMNS, AreaRow, AreaSet, area_set_on
from gridward.response.risk.queries.area_timeline import (
    WIDTH,
    axis,
    within_stretch,
)
from gridward.response.risk.queries.area_timeline import (
    timeline as area_timeline,
)
from gridward.response.risk.queries.areas import (
    areas_at,
    areas_changed,
    areas_found,
    areas_in_force,
    areas_visible_to,
    as_listed,
    known_areas,
    level_counts,
    list_lines,
    lists_visible_to,
    scheme_title,
    sighting_lines,
)
from gridward.response.risk.queries.classifications import (
    classification,
    counts,
    current_for,
    history_of,
    pack_for,
    people_near,
    protocol,
    stays_of,
    visible_to,
    waiting,
)
from gridward.response.risk.queries.comparing import Compared, compared
from gridward.response.risk.queries.explaining import Explained, explain, person_to_explain
from gridward.response.risk.queries.lines import exportable, filtered, lines
from gridward.response.risk.queries.objections import (
    ObjectionLine,
    exportable_objections,
    objection,
    objection_lines,
    objections_visible_to,
    open_objections,
)
from gridward.response.risk.queries.policies import (
    adoption,
    adoptions_in_force,
    adoptions_visible_to,
    brought_editions,
    edition,
    nearest,
    pack_of,
    pack_of_edition,
    policy_in_force,
    ref_of,
    shipped,
    shipped_pack,
    term_of,
    texts_of,
)
from gridward.response.risk.queries.policy_lines import (
    AdoptionLine,
    FindingLine,
    adoption_lines,
    brought_lines,
    findings_of,
    pack_line,
    pack_lines,
    places_to_adopt,
    places_to_judge,
    policy_for,
    ref_in_force,
    row_lines,
)
from gridward.response.risk.queries.run_lines import (
    ChangeLine,
    Report,
    RunLine,
    change_lines,
    exportable_changes,
    report_of,
    run_lines,
)
from gridward.response.risk.queries.runs import (
    UNFINISHED,
    changes_visible_to,
    due_runs,
    impact_of,
    part_after,
    run,
    runs_visible_to,
)
from gridward.response.risk.queries.trying import Tried, try_person
from gridward.response.risk.queries.zones import (
    Building,
    GridToDraw,
    ZoneLine,
    boundary_lines,
    level_at,
    levels_to_draw,
    rules_of,
    scheme_of,
    standing,
    to_draw,
    units_known,
    units_of,
    words_of,
    zone,
    zone_features,
    zone_lines,
    zones_at,
    zones_on,
    zones_visible_to,
)

__all__ = [
    "FILLS", "SET_COLUMNS", "UNFINISHED", "WIDTH", "AdoptionLine", "AreaRow", "AreaSet", "Building",
    "ChangeLine", "Compared", "Explained", "FindingLine", "GridToDraw", "ObjectionLine", "Report",
    "RunLine", "Tile", "Tried", "ZoneLine", "adoption", "adoption_lines", "adoptions_in_force",
    "adoptions_visible_to", "area_set_on", "area_timeline", "areas_at", "areas_changed",
    "areas_found", "areas_in_force", "areas_visible_to", "as_listed", "axis", "boundary_lines",
    "brought_editions", "brought_lines", "change_lines", "changes_visible_to", "classification",
    "compared", "counts", "current_for", "due_runs", "edition", "explain", "exportable",
    "exportable_changes", "exportable_objections", "filtered", "findings_of", "history_of",
    "impact_of", "known_areas", "level_at", "level_counts", "levels_to_draw", "lines", "list_lines",
    "lists_visible_to", "nearest", "objection", "objection_lines", "objections_visible_to",
    "open_objections", "pack_for", "pack_line", "pack_lines", "pack_of", "pack_of_edition",
    "part_after", "people_near", "person_to_explain", "places_to_adopt", "places_to_judge",
    "policy_for", "policy_in_force", "protocol", "ref_in_force", "ref_of", "report_of", "row_lines",
    "rules_of", "run", "run_lines", "runs_visible_to", "scheme_of", "scheme_title", "shipped",
    "shipped_pack", "sighting_lines", "standing", "stays_of", "term_of", "texts_of", "tile_map",
    "to_draw", "try_person", "units_known", "units_of", "visible_to", "waiting", "way_down",
    "within_stretch", "words_of", "zone", "zone_features", "zone_lines", "zones_at", "zones_on",
    "zones_visible_to",
]  # fmt: skip
