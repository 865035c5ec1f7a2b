"""Shapes of the JSON API."""

from datetime import datetime

from ninja import Schema


class FigureOut(Schema):
    """One figure: what is counted, of how many, and up to which moment."""

    name: str
    value: int
    unit: str
    denominator: int | None
    cut_off: datetime


class PlaceOut(Schema):
    path: str
    name: str
    figures: list[FigureOut]
