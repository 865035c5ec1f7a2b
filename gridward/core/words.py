"""Words of the ledger: what each event of each room is called."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


@cache
def events() -> dict[str, str | Promise]:
    """``stored event -> what happened``, in the reader's language when it is printed."""
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, "choices"):
            continue
        event = getattr(import_module(f"{config.name}.choices"), "Event", None)
        if isinstance(event, type) and issubclass(event, TextChoices):
            found.update(event.choices)
    return found
