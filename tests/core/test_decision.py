from gridward.core.decision import Decision, Reason


def test_a_reason_says_its_values_and_is_stored_with_reasons_inside():
    inner = Reason.of("too short")
    outer = Reason.of("Row {row}: {why}", row=3, why=inner)
    assert str(outer) == "Row 3: too short"
    assert outer.as_json() == {
        "message": "Row {row}: {why}",
        "values": {"row": 3, "why": {"message": "too short", "values": {}}},
    }


def test_a_decision_holds_unless_something_speaks_against_it():
    assert Decision.unless([]).allowed
    refused = Decision.unless([Reason.of("no")])
    assert not refused.allowed
    assert refused.because == (Reason.of("no"),)
    assert Decision.yes(Reason.of("because")).because
    assert not Decision.no().allowed
