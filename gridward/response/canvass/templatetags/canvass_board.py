"""Lines of the board: a thousand grids are 12,000 cells, which template loops draw in 100 ms."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from gridward.response.canvass.queries import BoardLine

register = template.Library()


@register.simple_tag
def board_lines(lines: Iterable[BoardLine]) -> SafeString:
    """One table row a place, every number opening its list of doors."""
    # Numbers need no escaping, and escaping 12,000 of them is what would take the time.
    return SafeString("".join(_drawn(line) for line in lines))


def _drawn(line: BoardLine) -> str:
    name, href, doors = escape(line.name), escape(line.href), escape(line.doors)
    states = "".join(
        f'<td class="text-end"><a href="{doors}&amp;state={escape(state)}">{number:d}</a></td>'
        for state, number in line.numbers
    )
    return (
        f'<tr><td><a href="{href}">{name}</a></td>'
        f'<td class="text-end"><a href="{doors}&amp;state=all">{line.households:d}</a></td>{states}'
        f'<td class="text-end">{line.added:d}</td>'
        f'<td class="text-end"><a href="{doors}"><strong>{line.missing:d}</strong></a></td>'
        f'<td class="text-end">{escape(line.percent)}</td></tr>\n'
    )
