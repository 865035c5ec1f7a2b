"""Which questions ask for a place: their box proposes places while one types."""

from collections.abc import Collection

KINDS = ("place", "address")


def place_kind(name: str, appearance: Collection[str] = ()) -> str:
    """ "place", "address" or "": by the appearance of a text question, else by its name (``place``,
    ``from_place``). An address goes on behind the place; frontend/src/place/web-forms.js decides
    alike."""
    if "multiline" in appearance:
        return ""
    looks = next((kind for kind in KINDS if kind in appearance), "")
    return looks or next((kind for kind in KINDS if f"_{name}".endswith(f"_{kind}")), "")
