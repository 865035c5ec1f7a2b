"""The facts that a table may ask for, by where they come from."""

from collections.abc import Mapping

# The day is the last one that counts; a cell asks for the days since then, or for the day itself.
VISITED: Mapping[str, str] = {
    "days_since_high": "high", "days_since_medium": "medium", "days_since_low": "low",
    "days_since_listed": "listed",
}  # fmt: skip
MET: Mapping[str, str] = {
    "days_since_contact": "close", "days_since_secondary": "secondary",
    "days_since_colocated": "colocated", "days_since_casual": "casual",
}  # fmt: skip
SHOWN: Mapping[str, str] = {"days_since_red_code": "red", "days_since_yellow_code": "yellow"}
OUTSIDE = "days_since_outside"
PLACES = "stayed_in"  # divisions that the row itself names
SINCE_PLACES = "days_since_stay"  # since the last day in one of them
DATED = (*VISITED, OUTSIDE, PLACES, *MET, *SHOWN)
NUMBERS = ("temperature", "age", "doses", "days_since_dose")
WORDS: Mapping[str, tuple[str, ...]] = {
    "symptoms": ("fever", "cough", "fatigue", "breath"),
    "worker": (),  # any word: kinds of work are named by the notices
}
DAY = "day"  # the day of judging, for rows that hold for a part of the time only
REPORTED = ("temperature", "symptoms")
PERSONAL = ("age", "doses", "days_since_dose", "worker")
INPUTS = (
    *VISITED, OUTSIDE, PLACES, SINCE_PLACES, *MET, *SHOWN, *NUMBERS, *WORDS, DAY,
)  # fmt: skip


def source_of(name: str) -> str:
    """Which input table a fact comes from: stay, exposure, code, report, person."""
    for kind, names in (
        ("stay", (*VISITED, OUTSIDE, PLACES)), ("exposure", tuple(MET)), ("code", tuple(SHOWN)),
        ("report", REPORTED),
    ):  # fmt: skip
        if name in names:
            return kind
    return "person"
