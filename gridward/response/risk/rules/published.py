"""The expressions as batch jobs: by name, with what goes in and what comes out."""

from datetime import date
from typing import Any

import ibis

from gridward.core.batch.job import Job, Tables, Words
from gridward.response.risk.rules import expression
from gridward.response.risk.rules.pack_file import parse_pack

INPUTS = {name: ibis.schema(columns) for name, columns in expression.INPUT.items()}


def words_of(toml: str, table: str, on: date) -> dict[str, str]:
    """What a run of `JUDGE` is about: the two texts of an edition and the day of judging."""
    return {"toml": toml, "table": table, "on": on.isoformat()}


def _judge(tables: Tables, words: Words) -> Any:
    pack = parse_pack(str(words["toml"]), str(words["table"]))
    return expression.judge(_tables(tables), pack, _day(words))


def _questions(tables: Tables, words: Words) -> Any:
    return expression.questions(_tables(tables), _day(words))


def _tables(tables: Tables) -> expression.Tables:
    return expression.Tables(**{name: tables[name] for name in INPUTS})


def _day(words: Words) -> date:
    return date.fromisoformat(str(words["on"]))


def _asks_nothing(answer: Any) -> Any:
    """Nothing is asked of the person, and no fact is behind that."""
    return (answer.measure == "none") & (answer.because == "")


JUDGE = Job(
    "judge", INPUTS, ibis.schema(expression.JUDGEMENTS), _judge, subject="persons",
    default=_asks_nothing,
)  # fmt: skip
QUESTIONS = Job(
    "questions", INPUTS, ibis.schema(expression.QUESTIONS), _questions, subject="persons"
)  # fmt: skip
