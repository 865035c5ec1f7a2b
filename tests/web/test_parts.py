"""The parts of pages: what a table keeps, how a share rounds, what a field tells a reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.template import Engine, engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.decision import Reason
from gridward.core.paging import Page
from gridward.web.templatetags import gridward_ui as ui
from gridward.web.templatetags.tones import tone_of


@dataclass
class Row:
    pk: int
    name: str

    def get_absolute_url(self) -> str:
        return f"/rows/{self.pk}/"


class Search(forms.Form):
    q = forms.CharField(required=False, label="Name")
    late = forms.BooleanField(required=False, label="Late")


class Visit(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card")
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect
    )


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def draw(source: str, address: str = "/", **context: object) -> str:
    """The text of a template, its row template being ``<td>name</td>``."""
    request = RequestFactory().get(address)
    template = engines["django"].from_string("{% load gridward_ui %}" + source)
    return str(template.render(context, request))


@pytest.fixture
def rows_template() -> Iterator[str]:
    """A row template without a file: the `locmem` loader in place of the folders."""
    loader = ("django.template.loaders.locmem.Loader", {"row.html": "<td>{{ row.name }}</td>"})
    kept = Engine.get_default().template_loaders
    found = Engine.get_default().find_template_loader(loader)
    kept.append(found)
    yield "row.html"
    kept.remove(found)


COLUMNS = (("name", "Name", "sort"), ("days", "Days", "end"))
TABLE = "{% table columns page row='row.html' select=select href=href %}"


def page_of(n: int, *, number: int = 1, total: int | None = None) -> Page[Any]:
    rows: list[Any] = [Row(i, f"person {i}") for i in range(n)]
    return Page(rows, number, 50, total if total is not None else n, capped=False)


def test_sorting_and_export_keep_the_filter_and_forget_the_page(rows_template: str) -> None:
    text = draw(TABLE, "/?q=%E5%BC%A0&page=3", columns=COLUMNS, page=page_of(2))
    assert 'href="?q=%E5%BC%A0&amp;sort=name"' in text
    assert 'href="?q=%E5%BC%A0&amp;format=csv"' in text
    assert 'href="?q=%E5%BC%A0&amp;format=xlsx"' in text


def test_a_sorted_head_says_so_and_turns_round(rows_template: str) -> None:
    text = draw(TABLE, "/?sort=name", columns=COLUMNS, page=page_of(2))
    assert 'aria-sort="ascending"' in text
    assert 'href="?sort=-name"' in text
    text = draw(TABLE, "/?sort=-name", columns=COLUMNS, page=page_of(2))
    assert 'aria-sort="descending"' in text
    assert 'href="?sort=name"' in text


def test_rows_link_and_tick(rows_template: str) -> None:
    text = draw(TABLE, columns=COLUMNS, page=page_of(2), select="ids", href="get_absolute_url")
    assert '<tr data-href="/rows/1/">' in text
    assert 'name="ids" value="1"' in text
    assert 'data-check-all="ids"' in text


def test_an_empty_list_tells_whether_the_filter_is_the_reason(rows_template: str) -> None:
    assert "Nothing here yet." in draw(TABLE, columns=COLUMNS, page=page_of(0))
    assert "Nothing here yet." in draw(TABLE, "/?sort=name", columns=COLUMNS, page=page_of(0))
    filtered = draw(TABLE, "/?q=x", columns=COLUMNS, page=page_of(0))
    assert "Nothing matches this filter." in filtered
    assert "format=csv" not in filtered


def test_the_pager_keeps_filter_and_sorting() -> None:
    text = draw("{% pager page %}", "/?q=x&sort=-name", page=page_of(50, number=2, total=130))
    assert 'href="?q=x&amp;sort=-name&amp;page=1"' in text
    assert 'href="?q=x&amp;sort=-name&amp;page=3"' in text
    assert draw("{% pager page %}", page=page_of(3)).strip() == ""


def test_the_filter_bar_keeps_values_and_marks_the_search_field() -> None:
    text = draw("{% filter_bar form %}", "/?q=li&sort=-name", form=Search({"q": "li"}))
    assert 'value="li"' in text
    assert "data-search" in text
    assert '<input type="hidden" name="sort" value="-name">' in text
    assert 'href="?"' in text
    assert 'href="?"' not in draw("{% filter_bar form %}", form=Search())


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    text = draw("{% form_fields form %}", form=Visit({"kind": "a"}))
    assert 'aria-describedby="id_name_helptext' in text
    assert 'id="id_name_helptext"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_name_error"' in text
    assert "is-invalid" in text
    assert text.count('class="form-check-input"') == 2


def test_a_post_button_asks_and_carries_the_token() -> None:
    text = draw("{% post_button '/release' 'Release' confirm='Sure?' tone='danger' %}")
    assert 'method="post" action="/release" data-confirm="Sure?"' in text
    assert 'name="csrfmiddlewaretoken"' in text
    assert "btn-danger" in text


def test_a_figure_has_unit_denominator_and_cut_off() -> None:
    at = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    text = draw("{% kpi 'Missed' 7 unit='visits' denominator=0 cutoff=at href='/l' %}", at=at)
    assert "visits" in text
    assert "of 0" in text
    assert "as of 11-22 14:00" in text
    assert 'href="/l"' in text


def test_progress_stops_asking_when_done() -> None:
    assert 'hx-get="/p"' in draw("{% progress_bar 1 5 url='/p' %}")
    assert 'hx-get="/p"' in draw("{% progress_bar 0 0 url='/p' %}")
    assert "hx-get" not in draw("{% progress_bar 5 5 url='/p' %}")


@given(st.integers(1, 200_000), st.data())
def test_a_share_reads_100_only_when_it_is_whole(total: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, total))
    text = ui.percent(part / total)
    assert (text == "100.0 %") == (part == total)
    assert abs(float(text.removesuffix(" %")) - 100 * part / total) < 0.1 + 1e-6


def test_a_share_of_nothing_is_a_dash() -> None:
    assert ui.percent(None) == "–"


@given(st.integers(0, 1000))
def test_thousandths_are_shown_as_they_are(part: int) -> None:
    assert ui.percent(part / 1000) == f"{part // 10}.{part % 10} %"


def test_a_reason_is_told_with_its_values_and_the_reasons_inside() -> None:
    inner = Reason.of("day {n}", n=3)
    assert ui.told(Reason.of("Not yet: {why}.", why=inner)) == "Not yet: day 3."
    assert ui.told(Reason.of("day {n}", n=3).as_json()) == "day 3"


def test_a_moment_is_shown_in_the_local_zone() -> None:
    at = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert ui.local(at) == "11-22 01:30"
    assert ui.local(at, "full") == "2026-11-22 01:30"
    assert ui.local(None) == "–"


def test_an_unknown_state_is_grey() -> None:
    assert tone_of("overdue") == "red"
    assert tone_of("good") == "green"
    assert tone_of("something new") == "secondary"


def test_the_heading_repeats_the_title() -> None:
    page = (
        "{% extends 'web/plain.html' %}{% load gridward_ui %}{% block title %}Notice{% endblock %}"
        "{% block content %}<h1>{% page_title %}</h1>{% endblock %}"
    )
    text = engines["django"].from_string(page).render({}, RequestFactory().get("/"))
    assert "<h1>Notice</h1>" in text
