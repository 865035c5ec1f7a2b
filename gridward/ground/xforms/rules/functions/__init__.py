"""The functions of ODK XPath by name.

Source of names and meaning: ODK XForms specification, section "XPath Functions". Those that
evaluate their arguments only when they are needed (`if`, `coalesce`, `once`) are woven in
`rules.compiled`.
"""

from gridward.ground.xforms.rules.functions import nodesets, numbers, places, secrets, texts, times
from gridward.ground.xforms.rules.functions.registry import ANY, TEXT, Function

_NEVER: tuple[Function, ...] = (
    Function("if", lambda: "", "bvv", ANY),
    Function("coalesce", lambda: "", rest=ANY, gives=TEXT, least=1),
    Function("once", lambda: "", ANY, TEXT),
    Function("current", lambda: "", gives=ANY),
)
TABLE = {
    function.name: function
    for table in (
        texts.TABLE, numbers.TABLE, times.TABLE, nodesets.TABLE, places.TABLE, secrets.TABLE,
        _NEVER,
    )
    for function in table
}  # fmt: skip
KNOWN = frozenset(TABLE)
# Other at every call, so that nothing can be compared with what was sent.
ALWAYS_NEW = frozenset({"now", "random", "uuid", "randomize", "once", "property"})
# May be other on the server for good reasons: another day, another zone, a newer list or edition,
# another language.
DRIFTING = frozenset({
    "today", "date", "date-time", "decimal-date-time", "decimal-time", "format-date",
    "format-date-time", "pulldata", "instance", "jr:choice-name", "jr:itext", "version",
})  # fmt: skip
MEASURING = frozenset({"area", "enclosed-area", "distance"})  # web-forms rounds to centimetres
