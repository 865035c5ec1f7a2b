"""Words of the grid tree."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")
    GRID = "grid", _("Grid")
    MICRO = "micro_grid", _("Micro grid")


class Kind(TextChoices):
    """GB/T 34300: base grids cover where people live, dedicated ones a school, a market, a park."""

    BASE = "base", _("Base")
    DEDICATED = "dedicated", _("Dedicated")
    TEMPORARY = "temporary", _("Temporary")


class Event(TextChoices):
    IMPORTED = "grid.imported", _("Grids imported")
    DRAWN = "grid.drawn", _("Boundary drawn")
    ENDED = "grid.ended", _("Grid ended")
