"""What holds for every template of every room: the security policy, and only icons that exist."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[2] / "gridward"
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
SPRITE = (ROOT / "web/static/web/img/icons.svg").read_text()
ICONS = set(re.findall(r'symbol id="([\w-]+)"', SPRITE))

INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)[^>]*>  # code in the page (json_script writes its own element)
      | <style\b
      | \sstyle\s*=\s*["']
      | \son[a-z]+\s*=\s*["']
      | \shx-on\b
      | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""(?:src|href)\s*=\s*["']\s*(?:https?:)?//""", re.IGNORECASE)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_inline(path: Path) -> None:
    """An inline script or style is dropped by the browser: the page would be broken in silence."""
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    """An office without the Internet must see the same page."""
    text = re.sub(r"<a\b[^>]*>", "", path.read_text())
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_compiles(path: Path) -> None:
    get_template(str(path).split("/templates/")[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_its_icons_exist(path: Path) -> None:
    named = set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
    assert named <= ICONS


@pytest.mark.parametrize("name", ["404.html", "500.html", "403_csrf.html"])
def test_pages_of_last_resort_need_no_context(name: str) -> None:
    """Django draws the page of a crash without request, actor or messages."""
    assert "</html>" in get_template(name).render({})
