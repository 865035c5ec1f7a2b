"""Lines of the board: a thousand grids are 12,000 cells, which template loops draw in 100 ms."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_CELL = '<td class="text-end"><a href="{}&amp;state={}">{}</a></td>'
_LINE = (
    '<tr><td><a href="{}">{}</a></td><td class="text-end"><a href="{}&amp;state=all">{}</a></td>{}'
    '<td class="text-end">{}</td><td class="text-end"><a href="{}"><strong>{}</strong></a></td>'
    '<td class="text-end">{}</td></tr>\n'
)


@register.simple_tag
def board_lines(lines: Iterable[dict[str, str]], states: Iterable[tuple[str, str]]) -> SafeString:
    """One table row a place, every number opening its list of doors."""
    order = [value for value, _label in states]
    return format_html_join("", "{}", ((_line(line, order),) for line in lines))


def _line(line: dict[str, str], order: list[str]) -> SafeString:
    doors = line["doors"]
    cells = format_html_join("", _CELL, ((doors, state, line[state]) for state in order))
    return format_html(
        _LINE, line["href"], line["name"], doors, line["all"], cells, line["added"], doors,
        line["missing"], line["percent"],
    )  # fmt: skip
