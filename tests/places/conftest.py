"""One gazetteer for all tests of the room: it is read-only."""

import pytest

from gridward.ground.places import queries
from gridward.ground.places.rules import Gazetteer, Matcher


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return queries.gazetteer()


@pytest.fixture(scope="session")
def matcher(gazetteer: Gazetteer) -> Matcher:
    return Matcher(gazetteer)
