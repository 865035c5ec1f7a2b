"""Rules of entities and of phones; Digest and the settings code."""
# ruff: noqa: E501 - one case a line reads best

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.xforms.formats import digest
from gridward.ground.xforms.rules import devices
from gridward.ground.xforms.rules import entities as rules
from tests.xforms.collect_wire import digest_answer, read_settings_code

BRANCH = UUID(int=7)
DAY = date(2020, 2, 20)
VALUES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "1", "2"]))


def told(base=1, *, branch=None, trunk=None, label="", **properties):
    return rules.Told("", "l", "x", create=False, update=True, label=label, properties=properties,
                      base_version=base, trunk_version=trunk, branch_id=branch)  # fmt: skip


def state(version, *, branch=None, base=None, label="L", **properties):
    return rules.State(version, label, properties, branch, base)


@pytest.mark.parametrize(("version", "name", "properties", "wrong"), [
    ("2022.1.0", "trees", {}, 0), ("2025.1.3", "户", {"/d/a": "户主"}, 0), ("2023.1", "a_b-c", {}, 0),
    ("2026.1.0", "trees", {}, 1), ("", "trees", {}, 1), ("2021.1.0", "trees", {}, 1),
    ("2024.1.0", "a.b", {}, 1), ("2024.1.0", "__a", {}, 1), ("2024.1.0", "", {}, 1), ("2024.1.0", "1a", {}, 1),
    ("2024.1.0", "trees", {"/d/a": "name"}, 1), ("2024.1.0", "trees", {"/d/a": "Label", "/d/b": "__x"}, 2),
])  # fmt: skip
def test_what_cannot_be_published(version, name, properties, wrong):
    target = rules.Target("/d", name, creates=True, updates=False, properties=properties)
    assert len(rules.flaws(rules.Plan(version, (target,)))) == wrong


def test_a_form_that_only_looks_things_up_needs_no_version():
    assert rules.flaws(rules.Plan("", (), ("trees",))) == []


@pytest.mark.parametrize(
    ("given_id", "found"), [("uuid:" + str(BRANCH), BRANCH), (str(BRANCH), BRANCH), ("x", None)]
)
def test_ids(given_id, found):
    assert rules.Told("", "", given_id, create=True, update=False).uuid == found


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), (" 3 ", 3), ("-1", 0), ("1.5", 0), ("", 0), ("³", 0), ("9" * 12, 0)],
)
def test_a_base_is_a_positive_number_or_nothing(text, number):
    assert rules.number_of(text) == number


def test_bases():
    chain = [state(1), state(2), state(3, branch=BRANCH, base=1), state(4, branch=BRANCH, base=2)]
    assert rules.base_of(told(2), chain) == chain[1]
    assert rules.base_of(told(9), chain) is None
    assert rules.base_of(told(1, branch=BRANCH, trunk=1), chain) == chain[0], "the trunk"
    assert rules.base_of(told(2, branch=BRANCH, trunk=1), chain) == chain[2]
    assert rules.base_of(told(3, branch=BRANCH, trunk=1), chain) == chain[3]
    assert rules.base_of(told(4, branch=BRANCH, trunk=1), chain) is None
    assert rules.base_of(told(1, branch=BRANCH), chain) == chain[0], "made on the phone"
    assert rules.base_of(told(3, branch=BRANCH), chain) == chain[3]
    assert rules.waits(told(1, branch=BRANCH))
    assert not rules.waits(told(1))


def test_conflicts():
    base, now = state(1, a="1", b="1"), state(2, a="2", b="1")
    same = rules.merged(told(2, a="3"), base=now, current=now)
    assert (same.conflict, same.properties, same.touched) == (
        rules.Conflict.NONE,
        {"a": "3", "b": "1"},
        ("a",),
    )
    soft = rules.merged(told(1, b="2"), base=base, current=now)
    assert (soft.conflict, soft.properties, soft.clashing) == (
        rules.Conflict.SOFT,
        {"a": "2", "b": "2"},
        (),
    )
    agreed = rules.merged(told(1, a="2"), base=base, current=now)
    assert agreed.conflict is rules.Conflict.SOFT, "both said the same"
    hard = rules.merged(
        told(1, a="3", label="M"), base=base, current=state(2, a="2", b="1", label="N")
    )
    assert (hard.conflict, hard.clashing, hard.label) == (rules.Conflict.HARD, ("a", "label"), "M")
    blind = rules.merged(told(0, a="2"), base=None, current=now)
    assert (blind.conflict, blind.base_version) == (rules.Conflict.SOFT, 0)


@given(VALUES, VALUES, VALUES)
def test_nothing_that_was_sent_is_lost_and_nothing_else_changes(before, now, sent):
    base, current = rules.State(1, "L", before), rules.State(2, "L", now)
    result = rules.merged(told(1, **sent), base=base, current=current)
    assert result.properties == {**now, **sent}
    meanwhile = rules.changed(base, current)
    assert set(result.clashing) == {n for n in sent if n in meanwhile and sent[n] != now.get(n, "")}
    assert (result.conflict is rules.Conflict.HARD) == bool(result.clashing)
    assert rules.changed(current, rules.State(3, result.label, result.properties)) <= set(sent)


@pytest.mark.parametrize(("changed", "word"), [
    ({}, ""), ({"role": "commander"}, "second factor"), ({"revoked": True}, "signed out"),
    ({"valid_to": DAY}, "not in force"), ({"valid_from": date(2020, 2, 21)}, "not in force"),
    ({"account_open": False}, "not in force"), ({"valid_to": date(2020, 2, 21)}, ""),
])  # fmt: skip
def test_who_may_have_a_phone(changed, word):
    usual = {
        "role": "grid_worker",
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "account_open": True,
    }
    decision = devices.may_give(devices.Standing(**{**usual, **changed}), on=DAY)
    assert decision.allowed == (not word)
    assert all(word in str(reason) for reason in decision.because)


def test_secrets_survive_small_letters_and_are_long():
    keys = {devices.new_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(key == key.lower() and len(key) * 5 >= 128 for key in keys)
    assert len(devices.new_password()) * 5 >= 80
    assert devices.device_name("li.si").startswith("li.si-")
    assert len(devices.device_name("x" * 60)) <= 40


def test_digest_agrees_with_a_client():
    fresh = digest.nonce(1_000, b"key")
    header = digest_answer(
        digest.challenge(fresh, stale=False), "li", "secret", "GET", "/formList?deviceID=1"
    )
    answer = digest.parse(header)
    right = {"ha1": digest.ha1("li", "secret"), "method": "GET", "uri": "/formList?deviceID=1"}
    assert digest.is_right(answer, **right)
    for wrong in ({"ha1": digest.ha1("li", "other")}, {"method": "POST"}, {"uri": "/submission"}):
        assert not digest.is_right(answer, **{**right, **wrong})
    assert digest.parse('Digest username="a"') is None
    assert digest.parse("Basic eA==") is None
    assert "stale=true" in digest.challenge(fresh, stale=True)


def test_nonces_are_our_own_and_grow_old():
    fresh = digest.nonce(1_000, b"key")
    assert digest.nonce_age(fresh, 1_060, b"key") == 60
    assert digest.nonce_age(fresh, 1_060, b"other") is None
    assert digest.nonce_age("x.y", 1_060, b"key") is None


def test_the_worked_example_of_rfc_2617():
    """RFC 2617, 3.5: Mufasa, Circle Of Life."""
    answer = digest.Answer("Mufasa", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "/dir/index.html",
                           "6629fae49393a05397450978507c4ef1", "auth", "00000001", "0a4f113b")  # fmt: skip
    assert (
        digest.expected(answer, ha1="939e7578ed9e3c518a452acee763bce9", method="GET")
        == answer.response
    )


def test_the_settings_code_has_what_the_app_insists_on():
    told_back = read_settings_code(
        digest.settings_code({"server_url": "https://x/key/1"}, {"name": "网格"})
    )
    assert told_back["general"]["server_url"] == "https://x/key/1"
    assert told_back["project"]["name"] == "网格"
    assert told_back["admin"]["change_server"] is False
