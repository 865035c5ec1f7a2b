"""Reading bulletins."""

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Length

from gridward.core.actor import Actor
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.roster import queries as roster
from gridward.hq.dashboard.choices import BulletinState
from gridward.hq.dashboard.models import Bulletin
from gridward.response.canvass import queries as canvass


def bulletins_visible_to(actor: Actor) -> QuerySet[Bulletin]:
    """Published bulletins of the township; drafts only for those who see all of it."""
    own = actor.paths(Permission.DASHBOARD_VIEW)
    rows = Bulletin.objects.select_related("slot").filter(canvass.touching(own))
    if EVERYWHERE in own:
        return rows
    return rows.filter(within(own) | Q(state=BulletinState.PUBLISHED))


def named_in(text: str, path: str) -> list[str]:
    """Names of registered residents of a township that occur in a text, at most ten."""
    if not text.strip():
        return []
    people = roster.visible_to(Actor.system()).filter(within([path]))
    asked = people.annotate(asked=Value(text, output_field=CharField()), n=Length("name"))
    found = asked.filter(n__gte=2, asked__contains=F("name")).order_by()
    return sorted(set(found.values_list("name", flat=True)[:50]))[:10]
