"""Without a network a phone finds in the own county what the server would find there."""

import json
import subprocess
from pathlib import Path

import pytest

from gridward.ground.places import queries
from tests.xforms.in_node import node

PROGRAM = Path(__file__).with_name("search.mjs")
NEAR = "430182109/"
ESTATE = queries.Entry(1, NEAR, "estate", "东方家园", ("纸厂宿舍",), "430182109206", "")
TYPED = (
    "灰汤", "灰汤镇", "回汤", "会汤", "huitang", "hui tang", "huit", "ht", "htz", "灰t", "hgs",
    "huaguosan", "花果", "华果山", "lingxiang", "nxs", "dfjy", "纸厂", "zhichang", "只厂", "sunan",
    "长沙市", "csx", "灰汤村东", "huitangcundf", "zzzz", "9",
)  # fmt: skip


@pytest.fixture(scope="module")
def offline():
    told = {"file": queries.kept_offline("430182", [ESTATE]), "typed": TYPED, "near": NEAR}
    done = subprocess.run(
        [node(), str(PROGRAM)], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("typed", TYPED)
def test_the_phone_finds_what_the_server_finds(offline, typed):
    here = queries.suggestions(typed, near=NEAR, under="430182", own=[ESTATE])
    found = {code: (name, said) for code, name, _detail, said in offline["found"][typed][:2]}
    if here:
        assert here[0].code in found
        if found[here[0].code][0] == here[0].name:
            assert found[here[0].code][1] == here[0].address(NEAR)
    elif typed in {"zzzz", "9"}:
        assert found == {}


def test_full_names_and_lines_of_the_register_are_told(offline):
    assert offline["found"]["hgs"][0][2] == "湖南省长沙市宁乡市灰汤镇花果山村委会"
    assert offline["found"]["dfjy"][0][1:] == [
        "东方家园", "湖南省长沙市宁乡市灰汤镇灰汤村委会东方家园", "灰汤村东方家园",
    ]  # fmt: skip
    for typed in ("灰汤村东", "huitangcundf"):
        assert offline["found"][typed][0][1] == "东方家园"
    assert offline["found"]["长沙市"][0][3] == "湖南省长沙市"


def test_the_tree_is_kept_as_far_as_the_county_reaches(offline):
    assert len(offline["trees"][""]) == 34
    assert len(offline["trees"]["430182109000"]) == 18
    assert offline["trees"]["110000000000"] is None
