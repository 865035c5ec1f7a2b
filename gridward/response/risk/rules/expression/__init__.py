"""One policy, one relational expression: pure Ibis, the same answer for one person and millions."""

from gridward.response.risk.rules.expression.judge import judge
from gridward.response.risk.rules.expression.questions import questions
from gridward.response.risk.rules.expression.tables import (
    INPUT,
    JUDGEMENTS,
    QUESTIONS,
    Tables,
    as_of,
    unbound,
)

__all__ = ["INPUT", "JUDGEMENTS", "QUESTIONS", "Tables", "as_of", "judge", "questions", "unbound"]
