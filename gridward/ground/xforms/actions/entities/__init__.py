"""What changes entities: registers above, submissions, people at the desk."""

from gridward.ground.xforms.actions.entities.applying import apply_entities, force_held
from gridward.ground.xforms.actions.entities.declaring import declare_entities
from gridward.ground.xforms.actions.entities.delivering import note_delivery
from gridward.ground.xforms.actions.entities.feeding import (
    EntityRow,
    drop_entities,
    mirror_entities,
    put_entities,
)
from gridward.ground.xforms.actions.entities.pruning import prune_versions
from gridward.ground.xforms.actions.entities.settling import look_at, restore, settle

__all__ = [
    "EntityRow", "apply_entities", "declare_entities", "drop_entities", "force_held", "look_at",
    "mirror_entities", "note_delivery", "prune_versions", "put_entities", "restore", "settle",
]  # fmt: skip
