"""What the simulator knows while it plays: who is who, which forms are out, the dice."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.ground.access import queries as access
from gridward.ground.access.models import User
from gridward.ground.xforms.models import Version
from gridward.response.canvass.models import Round
from gridward.web.demo.township import Cell

OWN = slice(32, 40)  # the cells of the village of the demo accounts v05secretary and grid033


@dataclass(slots=True)
class Stage:
    """The demo while it runs. `first` is the first business date played, `until` the moment at
    which the play stops (now): nothing later may have happened."""

    first: date
    until: datetime
    dice: Random
    cells: list[Cell]
    users: dict[str, User]
    screening: Version | None = None
    sweep: Round | None = None
    returned: set[int] = field(default_factory=set)
    doors: dict[str, list[str]] = field(default_factory=dict)  # of the sweep, by grid
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """The member of staff as the actor they are at the end of the play."""
        if username not in self._actors:
            user = self.users[username]
            self._actors[username] = access.actor_for(user, on=local_date(self.until))
        return self._actors[username]

    def worker(self, path: str) -> Actor:
        """The grid worker of a grid."""
        return self.actor(self.worker_name(path))

    def worker_name(self, path: str) -> str:
        """The user name of the grid worker of a grid."""
        return f"grid{self.number(path):03}"

    def secretary(self, path: str) -> Actor:
        """The secretary of the village that a path lies in."""
        return self.actor(self._of_village(path, "secretary"))

    def _of_village(self, path: str, post: str) -> str:
        villages = list(dict.fromkeys(cell.village_path for cell in self.cells))
        index = next(i for i, village in enumerate(villages, 1) if path.startswith(village))
        return f"v{index:02}{post}"

    def observer(self, path: str) -> Actor:
        """Who asks after the observed people of a grid: in the village that one looks at in the
        demo the worker of each grid, elsewhere the medic of the village for all at once."""
        if any(cell.path == path for cell in self.cells[OWN]):
            return self.worker(path)
        return self.actor(self._of_village(path, "medic"))

    def number(self, path: str) -> int:
        return next(n for n, cell in enumerate(self.cells, 1) if cell.path == path)

    @property
    def secretaries(self) -> list[Actor]:
        villages = dict.fromkeys(cell.village_path for cell in self.cells)
        return [self.actor(f"v{index:02}secretary") for index in range(1, len(villages) + 1)]

    def at(self, day: date, clock: str) -> datetime:
        """``stage.at(day, "08:30")``: a moment on the wall clock of the headquarters."""
        return moment(day, time.fromisoformat(clock))
