"""Names of codes, what lies in what, many texts at once, and who sees which review."""

from datetime import date

import pytest

from gridward.ground.places import actions, queries
from gridward.ground.places.rules import Verdict

pytestmark = pytest.mark.django_db
HQ = "430182109/"


def test_names_of_codes_of_all_levels():
    assert queries.name_of("430182109") == "灰汤镇"
    assert queries.name_of("430182109206") == "灰汤村委会"
    assert queries.full_name("430182109206") == "湖南省长沙市宁乡市灰汤镇灰汤村委会"
    assert queries.full_name("43") == "湖南省"
    assert queries.name_of("430124109000") == "灰汤镇"  # the code before 2017
    assert queries.name_of("nonsense") == queries.full_name("") == ""


def test_children_from_the_country_to_the_villages():
    assert len(queries.children("")) == 34
    assert "长沙市" in {each.name for each in queries.children("43")}
    assert {each.level for each in queries.children("430182")} == {4}
    villages = queries.children("430182109")
    assert len(villages) == 18
    assert {each.level for each in villages} == {5}
    assert queries.children("430182109206") == queries.children("zz") == []


def test_many_texts_take_one_query(django_assert_num_queries):
    texts = ["宁乡灰汤", "宁乡回汤镇", "", "没有"]
    queries.register(HQ)  # asked for at most once in a few seconds
    with django_assert_num_queries(1):
        found = queries.match_many(texts, near=HQ, at=date(2020, 2, 1))
    assert [found[text].decision for text in texts] == ["accept", "accept", "none", "none"]


def test_the_same_text_again_is_the_same_answer():
    assert queries.match("宁乡灰汤", near=HQ) is queries.match("宁乡灰汤", near=HQ)


def test_suggestions_while_typing():
    first = queries.suggestions("灰汤", near=HQ)
    assert first[0].code == "430182109000"
    beginning = queries.suggestions("花果", near=HQ)
    assert beginning[0].code == "430182109229"  # the own county comes first
    assert queries.suggestions("  ") == []
    assert len(queries.suggestions("城")) == 10


def test_everybody_sees_the_reviews_of_their_scope_only(actor_of, charlie, at):
    for path in ("430182109/206/", "430182109/207/"):
        text = f"某处{path[-4:-1]}"
        actions.ask_review(
            text, queries.match(text), near=path, path=path, actor=actor_of("analyst", HQ), at=at
        )
    assert queries.waiting(actor_of("analyst", HQ)) == 2
    assert queries.waiting(actor_of("analyst", "430182109/206/")) == 1
    assert queries.waiting(charlie) == 0
    rows = queries.visible_to(actor_of("analyst", HQ))
    assert queries.searched(rows, "206", "open").count() == 1
    assert queries.searched(rows, "", "decided").count() == 0
    assert queries.searched(rows, "", "all").count() == 2


def test_what_is_accepted_lies_where_it_says():
    found = queries.match("湖南宁乡会汤镇灰汤村")
    assert found.decision is Verdict.ACCEPT
    assert found.code.startswith("430182")
