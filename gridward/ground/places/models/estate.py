"""The street's own register below the village: roads, estates, buildings, with their aliases."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.places.choices import EstateKind


class Estate(models.Model):
    """One line of the register: a road, an estate, a building of one, or another known spot.

    `code` is the town or village (12 digits) it lies in, `path` who keeps it. `aliases` is a list
    of names that people use beside `name`. A building names its estate in `parent`. Lines are ended
    by a day, never removed.
    """

    path = PathField()
    kind = models.CharField(max_length=10, choices=EstateKind)
    name = models.CharField(max_length=60)
    aliases = models.JSONField(default=list)
    code = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="buildings")
    note = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day on which it is no more
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["path", "kind", "parent", "name"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="one_estate_of_a_name",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="estate_valid_forwards",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(kind=EstateKind.BUILDING),
                name="only_buildings_have_an_estate",
            ),
        )
        ordering = ("path", "kind", "name", "pk")

    class Privacy:
        personal = {"recorded_by_name": privacy.STAFF}
        plain = (
            "id", "path", "kind", "name", "aliases", "code", "parent", "note", "valid_from",
            "valid_to", "recorded_at", "recorded_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
