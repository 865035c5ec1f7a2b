"""The page that tells how well records are recognised."""

import json

import pytest
from django.urls import reverse

from gridward.ground.roster.queries import quality
from gridward.ground.roster.rules.linkage.weights import DATA
from gridward.ground.roster.views.match_quality import LABELS
from tests.make.township import HQ
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
TOLD = json.loads((DATA / "linkage_quality.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def _forgotten():
    quality.measured.cache_clear()
    yield
    quality.measured.cache_clear()


def test_figures_belong_to_the_weights_in_force_and_keep_what_is_promised():
    weights = json.loads((DATA / "linkage.json").read_text("utf-8"))
    assert TOLD["version"] == weights["version"]
    assert TOLD["seed"] != weights["trained"]["seed"]
    assert TOLD["chosen"]["same"] == weights["decide"]["same"]
    assert TOLD["overall"]["precision"] >= 0.998
    assert TOLD["overall"]["recall_with_review"] >= 0.97
    assert TOLD["overall"]["queue"] <= 0.02


def test_the_page_shows_sources_mistakes_and_other_ways_in_words(town):
    text = signed_in("analyst", HQ).get(reverse("roster:match_quality")).content.decode()
    assert f"{TOLD['people']}" in text
    for name in (*TOLD["by_kind"], *TOLD["by_source"], "exact joins"):
        assert name in LABELS
        assert str(LABELS[name]).replace("'", "&#x27;") in text
    assert f"</span>{TOLD['overall']['wrong']}</td>" in text


def test_weights_may_come_without_figures(town, monkeypatch, tmp_path):
    monkeypatch.setattr(quality, "_FILE", tmp_path / "none.json")
    page = signed_in("analyst", HQ).get(reverse("roster:match_quality"))
    assert page.status_code == 200
    assert TOLD["version"] not in page.content.decode()
