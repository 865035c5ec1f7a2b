"""The parts pages are made of: ``{% load gridward_ui %}``. Shown in docs/how-to/build-a-screen.md.

A tag only gathers values; the markup stands in ``templates/web/parts``. No decisions live here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import floor
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.template import Context, Engine, RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from gridward.core import words
from gridward.core.decision import Reason
from gridward.web.templatetags.tones import tone_of

register = template.Library()

STAMPS = {"short": "%m-%d %H:%M", "full": "%Y-%m-%d %H:%M", "time": "%H:%M", "date": "%Y-%m-%d"}
ALERTS = {"info": "info", "good": "success", "warning": "warning", "bad": "danger"}
STYLED = {"form", "map"}  # bundles that bring a style sheet
SIGNS = {"info": "bell", "good": "check", "warning": "alert", "bad": "ban"}


def _asked(context: Context) -> Mapping[str, str]:
    return context["request"].GET if "request" in context else {}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A line icon of the sprite; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        static("web/img/icons.svg"),
        name,
    )


@register.simple_tag
def bundle(name: str) -> SafeString:
    """The script of one page, built from frontend/src/<name>.js, and its style sheet if any."""
    script = format_html('<script type="module" src="{}"></script>', static(f"bundles/{name}.js"))
    if name not in STYLED:
        return script
    return format_html('<link rel="stylesheet" href="{}">{}', static(f"bundles/{name}.css"), script)


@register.inclusion_tag("web/parts/kpi.html")
def kpi(label: str, value: object, **more: Any) -> dict[str, Any]:
    """A figure card. `more`: unit, cutoff, denominator, href, tone, note, icon."""
    return {"label": label, "value": value, **more}


@register.simple_tag(takes_context=True)
def table(
    context: RequestContext, columns: Iterable[Sequence[Any]], page: Any, row: str, **more: Any
) -> str:
    """A whole table. `more`: caption, empty, hint, select, href, export (False: none), id,
    counted (the page where `page` is a list made from its rows)."""
    asked = _asked(context)
    sort = asked.get("sort", "")
    heads = [
        {
            "key": column[0],
            "label": column[1],
            "flags": str(column[2]).split() if len(column) > 2 else [],
            "sorted": {column[0]: "ascending", f"-{column[0]}": "descending"}.get(
                sort.removeprefix(" ")
            ),
            "next": f"-{column[0]}" if sort == column[0] else column[0],
        }
        for column in columns
    ]
    rows = page.rows if hasattr(page, "rows") else page
    values = {
        "heads": heads,
        "rows": [(one, _address(one, more.get("href", ""))) for one in rows],
        "page": page if hasattr(page, "rows") else more.get("counted"),
        "row_template": row,
        "export": more.get("export", True),
        "filtered": any(v for k, v in asked.items() if k not in {"page", "sort", "format"}),
        "width": len(heads) + bool(more.get("select")),
        **{name: more.get(name, "") for name in ("caption", "empty", "hint", "select", "id")},
    }
    with context.push(**values):
        # The same context, not a new one: {% querystring %} and the row need what the page has.
        return Engine.get_default().get_template("web/parts/table.html").render(context)


def _address(one: object, name: str) -> str:
    found = getattr(one, name, "") if name else ""
    return str(found() if callable(found) else found)


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, Any]:
    """Newer, older and where one is; nothing at all when there is one page."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("web/parts/export.html", takes_context=True)
def export_links(context: Context) -> dict[str, Any]:
    """CSV and Excel of this address with its filter."""
    return {"request": context.get("request")}


@register.inclusion_tag("web/parts/filter.html", takes_context=True)
def filter_bar(context: Context, form: BaseForm, search: str = "q") -> dict[str, Any]:
    """A form as a GET bar; `search` names the field that the key ``/`` focuses."""
    asked = _asked(context)
    fields = [dressed(bound, is_search=bound.name == search) for bound in form]
    filtered = any(asked.get(bound.html_name) for bound in form)
    return {
        "fields": fields,
        "filtered": filtered,
        "sort": asked.get("sort", ""),
        "request": context.get("request"),
    }


def dressed(bound: BoundField, *, is_search: bool = False) -> dict[str, Any]:
    """The field with the classes of the interface, and what the template must know of its kind."""
    widget = bound.field.widget
    kind, css = "input", "form-control"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind, css = "group", "form-check-input"
    elif isinstance(widget, CheckboxInput):
        kind, css = "check", "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    elif isinstance(widget, FileInput):
        kind = "file"
    if kind == "group":
        widget.attrs["class"] = css  # the boxes of a group are drawn one by one by the template
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {css}".strip()}
    if bound.errors:
        attrs["class"] += " is-invalid"
    if is_search:
        attrs |= {"data-search": "", "type": "search"}
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=attrs),
        "hidden": bound.is_hidden,
    }


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Label, control, help and errors of one field."""
    return dressed(bound)


@register.inclusion_tag("web/parts/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, with the errors that belong to no field on top."""
    return {"form": form}


@register.inclusion_tag("web/parts/post_button.html", takes_context=True)
def post_button(context: Context, url: str, label: str, **more: Any) -> dict[str, Any]:
    """A button that posts. `more`: confirm, tone, icon, name, value, small."""
    return {"csrf_token": context.get("csrf_token"), "url": url, "label": label, **more}


@register.inclusion_tag("web/parts/state.html")
def state(value: object, label: str = "", tone: str = "") -> dict[str, Any]:
    """A badge coloured by the stored value of a state."""
    return {"label": label or value, "tone": tone or tone_of(str(value))}


@register.inclusion_tag("web/parts/progress.html")
def progress_bar(done: int, total: int, url: str = "", label: str = "") -> dict[str, Any]:
    """A bar; asks `url` again until `done` reaches `total` (the answer replaces the bar)."""
    return {"done": done, "total": total, "url": url, "label": label, "finished": done >= total > 0}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened. An entry: at, title, and if known text, who, tone, icon, href."""
    return {"entries": entries}


@register.inclusion_tag("web/parts/alert.html")
def alert(text: str, tone: str = "info", title: str = "") -> dict[str, Any]:
    """A message on the page."""
    return {
        "text": text,
        "title": title,
        "style": ALERTS.get(tone, "info"),
        "sign": SIGNS.get(tone, "bell"),
    }


@register.inclusion_tag("web/parts/grid_path.html")
def grid_path(nodes: Iterable[Any]) -> dict[str, Any]:
    """The way down the grid tree. A node: name, and if it opens, url."""
    return {"nodes": nodes}


@register.inclusion_tag("web/parts/empty.html")
def empty(text: str, hint: str = "", icon: str = "inbox") -> dict[str, Any]:
    """Nothing here, and what to do about it."""
    return {"text": text, "hint": hint, "sign": icon}


@register.filter
def told(reason: Any) -> str:
    """A `Reason`, or its stored JSON, as a sentence in the reader's language; reasons in it too."""
    if isinstance(reason, Mapping):
        message, values = str(reason["message"]), dict(reason.get("values", {}))
    else:
        message, values = reason.message, dict(reason.values)
    inner = {k: told(v) if isinstance(v, Reason | Mapping) else v for k, v in values.items()}
    return gettext(message).format(**inner)


@register.filter
def percent(share: float | None) -> str:
    """A share as a percentage with one decimal; 99.97 % is shown as 99.9: not yet everybody."""
    if share is None:
        return "–"
    tenths = floor(share * 1000 + 0.5 + 1e-9)  # half up, as newspapers do: 585/678 is 86.3 %
    return f"{min(tenths, 999) / 10 if share < 1 else tenths / 10:.1f} %"


@register.filter
def happened(event: str) -> str:
    """What a ledger event says, in words; an event that no room knows any more stays as it is."""
    return str(words.events().get(event, event))


@register.filter
def local(at: datetime | None, form: str = "short") -> str:
    """A moment in the local time zone; `form`: short, full, time or date."""
    return timezone.localtime(at).strftime(STAMPS[form]) if at else "–"


@register.simple_tag
def page_language() -> str:
    """The BCP 47 tag of the page's language, for ``<html lang>``."""
    return {"zh-hans": "zh-Hans"}.get(get_language() or "", get_language() or "en")


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> SafeString:
    """Block ``title`` once more, for the heading: Django draws a block only in one place."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    return block.nodelist.render(context) if block else SafeString("")
