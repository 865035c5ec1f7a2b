"""Columns of XLSForm sheets: their names, aliases and languages, and which are unknown."""

from dataclasses import dataclass

_ALIASES = {
    "relevance": "relevant", "calculate": "calculation", "readonly": "read_only",
    "caption": "label", "constraining_message": "constraint_message", "command": "type",
    "tag": "name", "value": "name", "count": "repeat_count", "jr:count": "repeat_count",
    "requiredmsg": "required_message", "jr:requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message", "noapperrorstring": "no_app_error_string",
    "jr:noapperrorstring": "no_app_error_string", "id_string": "form_id",
    "set_form_id": "form_id", "set_form_title": "form_title", "title": "form_title",
    "dataset": "list_name",
}  # fmt: skip
TEXTS = {
    "label", "hint", "guidance_hint", "constraint_message", "required_message", "image",
    "big-image", "audio", "video",
}  # fmt: skip
EXPRESSIONS = {
    "relevant", "constraint", "calculation", "required", "read_only", "choice_filter",
    "repeat_count",
}  # fmt: skip
ENTITY_EXPRESSIONS = {"create_if", "update_if", "entity_id"}
KNOWN = {
    "survey": TEXTS | EXPRESSIONS | {
        "type", "name", "default", "appearance", "parameters", "trigger", "note", "notes",
        "save_to", "hxl", "intent", "autoplay", "rows", "query", "disabled", "sms_field",
        "sms_option", "compact_tag", "no_app_error_string", "flat",
    },
    "choices": (TEXTS - {"hint", "guidance_hint"}) | {
        "list_name", "name", "sms_option", "geometry",
    },
    "settings": {
        "form_title", "form_id", "version", "default_language", "instance_name", "public_key",
        "submission_url", "auto_send", "auto_delete", "allow_choice_duplicates", "style",
        "add_none_option", "omit_instanceid", "clean_text_values", "flat", "name",
        "namespaces", "client_editable", "prefix", "delimiter", "instance_xmlns", "xml_root",
        "sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format",
        "sms_datetime_format", "sms_response", "label",
    },
    "entities": {"list_name", "label", "repeat"} | ENTITY_EXPRESSIONS,
}  # fmt: skip
_PASSED_ON = {"body", "instance", "attribute", "control"}
_WRAPPERS = _PASSED_ON | {"bind", "media"}
# Misspelling one of these silently takes a rule out of the form; another column only loses words.
RULES = EXPRESSIONS | {"type", "name", "list_name", "default", "trigger", "save_to"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: as written, what it means, and its language if it has one."""

    written: str
    column: str
    language: str = ""
    wrapped: bool = False  # bind::x, body::x, instance::x: passed on as they are


def head(written: str) -> Head:
    """Read the head of a column as the converter does: case and blanks do not matter."""
    tokens = [token.strip() for token in written.split("::" if "::" in written else ":")]
    if "jr" in tokens[:-1]:  # the prefix of a name, not a column
        at = tokens.index("jr")
        tokens[at : at + 2] = [f"jr:{tokens[at + 1]}"]
    first = "_".join(tokens[0].split()).lower()
    wrapped = first in _WRAPPERS and len(tokens) > 1
    if wrapped and first in _PASSED_ON:
        return Head(written, f"{first}::{tokens[1]}", wrapped=True)
    if wrapped:
        tokens = tokens[1:]
        first = tokens[0].lower()
    column = _ALIASES.get(first, first)
    language = tokens[1] if len(tokens) > 1 and column in TEXTS else ""
    return Head(written, column, language, wrapped)
