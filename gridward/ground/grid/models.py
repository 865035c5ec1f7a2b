"""The tables of the grid tree."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.grid.choices import Kind, Level


class Node(models.Model):
    """One cell of the tree: township, village, grid or micro grid, valid from-to.

    `path` is its place in the tree (see `gridward.core.paths`), `code` the full code: 9 digits for
    the township, 12 for the village (2023 statistics codes), 15 for a grid, 17 for a micro grid
    (12 + 3 + 2; CJ/T 349-2010 in spirit). `geometry` is a GeoJSON polygon in WGS 84 or None.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=12, choices=Level)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.BASE)
    path = PathField()
    geometry = models.JSONField(null=True)
    group_name = models.CharField(max_length=100, blank=True)  # the WeChat group of the grid (M12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day on which it is no longer valid
    followed_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="preceded_by")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["path"], condition=Q(valid_to=None), name="one_node_in_force_per_path"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="node_valid_forwards",
            ),
        )
        indexes = (models.Index(fields=["path"], name="node_path"),)
        ordering = ("path",)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "parent", "code", "name", "level", "kind", "path", "geometry", "group_name",
            "valid_from", "valid_to", "followed_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
