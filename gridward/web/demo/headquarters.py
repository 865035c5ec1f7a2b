"""Three times a day the analyst closes a slot and the villages take note; then a bulletin."""

from datetime import date, timedelta

from gridward.hq.dashboard import actions
from gridward.hq.dashboard.models import Bulletin, Delivery
from gridward.web.demo.stage import Stage
from gridward.web.demo.township import PATH

SLOTS = {"morning": "09:05", "afternoon": "15:05", "evening": "21:05"}


def close(stage: Stage, day: date, slot: str) -> None:
    """Freeze the figures, send the lists, have nearly all villages take note within the hour."""
    at = stage.at(day, SLOTS[slot])
    closed = actions.close_slot(path=PATH, day=day, slot=slot, actor=stage.actor("analyst"), at=at)
    for delivery in Delivery.objects.filter(slot=closed).order_by("path"):
        noted = at + timedelta(minutes=stage.dice.randrange(4, 55))
        if noted <= stage.until and stage.dice.random() < 0.97:
            actions.receive_list(delivery, actor=stage.secretary(delivery.path), at=noted)


def publish(stage: Stage, day: date, clock: str) -> None:
    """The commander signs the day's bulletin."""
    draft = Bulletin.objects.filter(slot__day=day, state="draft").order_by("-pk").first()
    if draft is not None:
        actions.publish_bulletin(draft, actor=stage.actor("commander"), at=stage.at(day, clock))
