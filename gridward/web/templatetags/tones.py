"""Which colour a stored state wears. A state that is not listed is grey, never wrong."""

TONES = {
    "blue": "open active running assigned started in_progress published accepted sent confirmed",
    "azure": "new draft proposed planned pending waiting received submitted queued",
    "yellow": "due returned review needs_review warning partial paused medium control yellow",
    "red": "overdue missed failed rejected refused abnormal escalated high lockdown expired red",
    "green": "done closed released completed resolved valid matched approved kept low green normal",
    "secondary": "cancelled withdrawn void superseded undone archived unknown ended skipped none",
}
WORDS = {"good": "green", "warning": "yellow", "bad": "red", "info": "blue", "quiet": "secondary"}
_TONE_OF = {value: tone for tone, values in TONES.items() for value in values.split()}


def tone_of(value: str) -> str:
    """The colour of a stored value, or of one of the words good, warning, bad, info, quiet."""
    return WORDS.get(value) or _TONE_OF.get(value.lower(), "secondary")
