"""Invariant 13: no personal field without purpose, legal basis, class and retention."""

import pytest
from django.apps import apps
from django.db import connection

from gridward.core import privacy
from gridward.core.scope import PathField

MODELS = [m for m in apps.get_models() if m.__module__.startswith("gridward.")]
# With a path, but they say nothing of a resident: sign-in reads them before the second wall opens,
# or they belong to the township and are for everybody below it.
OPEN = {
    "grid.node", "access.posting", "xforms.form", "canvass.round", "risk.policyadoption",
    "dashboard.bulletin", "dashboard.reportslot", "canvass.campaign", "canvass.signature",
    "canvass.team", "canvass.teammember",
}  # fmt: skip  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label_lower)
def test_every_column_is_classified(model):
    assert privacy.unclassified(model) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label_lower)
def test_every_personal_column_says_why_and_how_long(model):
    for held in privacy.personal_columns(model).values():
        assert held.purpose
        assert held.basis
        assert held.retention in privacy.Retention


@pytest.mark.django_db
def test_every_table_with_a_path_stands_behind_the_second_wall():
    scoped = {
        m._meta.db_table: m._meta.label_lower
        for m in MODELS
        if any(isinstance(f, PathField) for f in m._meta.concrete_fields)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
    assert {label for table, label in scoped.items() if table not in walled} <= OPEN


def test_masks():
    assert privacy.mask_name("张三丰") == "张**"
    assert privacy.mask_phone("13812341234") == "138****1234"
    assert privacy.mask_identifier("11010519491231002X") == "110***********002X"
    assert privacy.mask_phone("110") == "***"
    assert privacy.mask_identifier("123") == "***"
