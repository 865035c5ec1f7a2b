"""Reads ODK XPath expressions."""

from collections.abc import Collection
from dataclasses import dataclass

from gridward.ground.xforms.rules.xpath.grammar import Reader, Tree
from gridward.ground.xforms.rules.xpath.tokens import BadExpression

__all__ = ["BadExpression", "Expression", "Tree", "read"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A read expression and what it uses: functions, and paths as they were written."""

    source: str
    tree: Tree
    functions: frozenset[str]
    paths: tuple[str, ...]


def read(source: str, *, context: str = "", repeats: Collection[str] = ()) -> Expression:
    """Read `source`, an expression of the question at the absolute path `context`.

    Raises `BadExpression` (full-width signs, unbalanced quotes or brackets, dangling operators).
    """
    reader = Reader(source, context, repeats)
    tree = reader.whole()
    return Expression(source, tree, frozenset(reader.functions), tuple(reader.paths))
