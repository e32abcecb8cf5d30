"""Between a posted HTML form and a marshmallow schema."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields
from werkzeug.datastructures import MultiDict

from enforcement.kernel.errors import InvalidInput
from enforcement.web.fields import Form


def load(form: Form, posted: MultiDict[str, str]) -> dict[str, Any]:
    """The typed command, or InvalidInput with a sentence at each field. Rows are posted as `name-0-part`."""
    given = {name: value for name, field in form.fields.items() if (value := _value(name, field, posted)) is not None}
    strangers = {name for name in posted if name.split("-")[0] not in form.fields} - {"csrf_token"}
    return load_plain(form, given | dict.fromkeys(strangers, ""))


def load_plain(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = form.load(given)
    except ValidationError as wrong:
        raise InvalidInput(flat(wrong.messages_dict)) from wrong
    return loaded


def _value(name: str, field: fields.Field[Any], posted: MultiDict[str, str]) -> Any:
    if field.metadata.get("widget") == "rows" and isinstance(field, fields.List):
        return _rows(name, field, posted)
    if isinstance(field, fields.List):
        return [value for value in posted.getlist(name) if value]
    value = posted.get(name)
    if isinstance(field, fields.Boolean):
        return value is not None
    return value if value and value.strip() else None


def _rows(name: str, field: fields.List[Any], posted: MultiDict[str, str]) -> list[dict[str, str]]:
    """Rows in the order of their index; a row left wholly empty was only an offer."""
    found: dict[int, dict[str, str]] = {}
    for key, value in posted.items():
        parts = key.split("-", 2)
        if len(parts) == 3 and parts[0] == name and parts[1].isdecimal() and value.strip():  # noqa: PLR2004
            found.setdefault(int(parts[1]), {})[parts[2]] = value
    return [found[index] for index in sorted(found)]


def flat(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[str]]:
    """A row's field is named as its input is: `rows-0-part`."""
    named: dict[str, list[str]] = {}
    for key, found in messages.items():
        name = f"{prefix}{key}"
        if isinstance(found, Mapping):
            named |= flat(found, f"{name}-")
        else:
            named[name] = [str(message) for message in found]
    return named
