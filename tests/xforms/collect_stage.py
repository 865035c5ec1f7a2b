"""A township with a running server, forms with entities, and phones of its workers."""

import uuid

from gridward.core.actor import Actor, grants
from gridward.ground.access.rules import ROLES
from gridward.ground.grid.models import Node
from gridward.ground.xforms import actions
from gridward.ground.xforms.formats import digest
from gridward.ground.xforms.models import Submission
from tests.make import entities as make
from tests.make.township import posting, user
from tests.xforms.collect_replay import Collect
from tests.xforms.collect_wire import Filled, read_settings_code
from tests.xforms.visiting import GRID

SYSTEM = Actor.system()
NEXT = "430124105/201/002/"
LEAD = Actor(user_id=77, name="lead", grants=grants(ROLES["community_lead"], "430124105/"))
TABLES = (
    "xforms_form, xforms_entitylist, xforms_device, xforms_submission, access_user, grid_node, "
    "core_ledgerentry, core_ledgerlink, procrastinate_jobs"
)


class Stage:
    """A township with a server, forms with entities, and phones of its workers."""

    def __init__(self, port: int, at) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.at = at
        self.trees, self.visits = make.published(make.TREES, at), make.published(make.VISITS, at)

    def posting(self, name: str, path: str = GRID, role: str = "grid_worker"):
        return posting(user(name), Node.objects.get(path=path), role)

    def phone(self, name: str, path: str = GRID) -> Collect:
        """A phone that scanned its code."""
        _device, key = actions.give_key(self.posting(name, path).pk, actor=LEAD, at=self.at)
        code = digest.settings_code({"server_url": f"{self.url}/key/{key}"}, {"name": "网格防线"})
        told = read_settings_code(code)["general"]
        return Collect(str(told["server_url"]), f"collect:{name}")

    def filled(self, version, answers, *told, files=()) -> Filled:
        identity = f"uuid:{uuid.uuid4()}"
        first, *rest = told or ({},)
        xml = make.xml(version, answers, {"instance": identity, **first}, *rest)
        return Filled(identity, xml, files)

    def planting(self, phone: Collect, species: str) -> Filled:
        return self.filled(
            self.trees, {"species": species}, phone.create("trees", species, species=species)
        )

    def visit(self, phone: Collect, tree: str, **answers: str) -> Filled:
        return self.filled(
            self.visits, {"tree": tree, **answers}, phone.update("trees", tree, **answers)
        )

    def work(self) -> None:
        """What the jobs beside the server do."""
        ids = Submission.objects.order_by("received_at").values_list("pk", flat=True)
        actions.apply_entities(list(ids), actor=SYSTEM, at=self.at)
