"""One result has one name: on the phone, on the board, in exports and in the shipped forms."""

from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from gridward.ground.xforms import queries as forms
from gridward.response.canvass.choices import Kind, outcome_word, state_word
from gridward.response.canvass.queries import day
from gridward.response.canvass.rules import KINDS, UNSETTLED

LANGUAGES = {"zh-hans": "label::中文 (zh)", "en": "label::English (en)"}


def labels(form: str, language: str) -> dict[str, str]:
    """The results of a shipped form: stored value -> what stands on it."""
    book = load_workbook(BytesIO(forms.shipped(form)))
    asked = next(row for row in book["survey"].values if row[1] == "result")
    head, *rows = book["choices"].values
    column = head.index(LANGUAGES[language])
    wanted = str(asked[0]).split()[-1]
    return {str(row[1]): str(row[column]) for row in rows if row[0] == wanted}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_forms_say_what_the_board_says(kind, language):
    rule = KINDS[kind]
    with override(language):
        ours = {each.value: outcome_word(kind, each) for each in rule.results}
        assert labels(rule.form_id, language) == ours
        told = day.words(kind)
        assert dict(told["results"]) == ours
        for state in rule.states:
            if state not in (*UNSETTLED, "absent"):
                assert state_word(kind, state) == ours[state]


@pytest.mark.parametrize("kind", list(Kind))
def test_who_was_not_there_is_told_in_the_same_words_at_every_try(kind):
    with override("zh-hans"):
        once, again, often = (
            outcome_word(kind, "absent"), state_word(kind, "attempted"), state_word(kind, "absent"),
        )  # fmt: skip
    assert again.startswith(once)
    assert often == f"多次{once}"
