"""The fields of a question: what has to be typed or chosen, read from a JSON schema or an agent's own questions."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from omnigent_tui.protocol.revealed import as_sent
from omnigent_tui.values import Value, field

_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
    "format": "format: {}",
    # Not tried here: a server's expression can take forever on the text of a person.
    "pattern": "pattern (not checked here): {}",
}


class FieldKind(StrEnum):
    """How one field is filled in."""

    TEXT = "text"
    INTEGER = "whole number"
    NUMBER = "number"
    JSON = "JSON"
    ONE_OF = "one of"
    SOME_OF = "some of"


class Option(Value):
    """One offered value: `label` and `about` are shown, `value` is what the server gets, exactly as it sent it."""

    label: str
    value: object
    about: str = ""


class Field(Value):
    """One value that is asked for. `name` is its key in the answer; `limits` are the schema's, by its names.

    `takes_other`: instead of an option a text may be typed. `default` is a raw value; None when there is none.
    """

    name: str
    kind: FieldKind
    title: str
    about: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = False
    default: object = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    is_secret: bool = False
    takes_other: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether it is filled in by typing only."""
        return self.kind not in (FieldKind.ONE_OF, FieldKind.SOME_OF)

    @property
    def rules(self) -> str:
        """What is asked of the value, in words."""
        kinds = {
            FieldKind.INTEGER: "a whole number",
            FieldKind.NUMBER: "a number",
            FieldKind.JSON: "a value written as JSON",
            FieldKind.SOME_OF: "any number of them",
        }
        limits = [words.format(self.limits[name]) for name, words in _LIMITS.items() if name in self.limits]
        first = kinds.get(self.kind, "")
        if self.kind is FieldKind.SOME_OF and limits:
            first = ""
        return ", ".join(filter(None, (first, *limits)))


def fields_of_schema(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields of an MCP form, in the schema's order; odd descriptions become fields of JSON."""
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, dict):
        return ()
    needed = {name for name in required if isinstance(name, str)} if isinstance(required, list) else set()
    return tuple(
        _schema_field(name, described if isinstance(described, dict) else {}, is_required=name in needed)
        for name, described in properties.items()
    )


def _schema_field(name: str, described: Mapping[str, Any], *, is_required: bool) -> Field:
    kind, options = _kind_and_options(described)
    limits = {key: described[key] for key in _LIMITS if isinstance(described.get(key), int | float | str)}
    title, about = described.get("title"), described.get("description")
    return Field(
        name=as_sent(name),
        kind=kind,
        title=str(title or name),
        about=str(about or ""),
        options=options,
        is_required=is_required,
        default=as_sent(described.get("default")),
        limits=limits,
        is_secret=described.get("format") == "password" or described.get("writeOnly") is True,
    )


def _kind_and_options(described: Mapping[str, Any]) -> tuple[FieldKind, tuple[Option, ...]]:
    if options := tuple(_offered(described)):
        return FieldKind.ONE_OF, options
    items = described.get("items")
    match described.get("type"):
        case "array" if isinstance(items, dict) and (options := tuple(_offered(items))):
            return FieldKind.SOME_OF, options
        case "boolean":
            return FieldKind.ONE_OF, (Option("yes", True), Option("no", False))
        case "string":
            return FieldKind.TEXT, ()
        case "integer":
            return FieldKind.INTEGER, ()
        case "number":
            return FieldKind.NUMBER, ()
    return FieldKind.JSON, ()


def _offered(described: Mapping[str, Any]) -> Iterator[Option]:
    values, names = described.get("enum"), described.get("enumNames")
    if isinstance(values, list):
        for place, value in enumerate(values):
            named = isinstance(names, list) and place < len(names)
            yield Option(str(names[place]) if named and isinstance(names, list) else shown_value(value), as_sent(value))
        return
    for variants in (described.get("oneOf"), described.get("anyOf")):
        if isinstance(variants, list):
            for variant in variants:
                if isinstance(variant, dict) and "const" in variant:
                    value = variant["const"]
                    about = str(variant.get("description") or "")
                    yield Option(str(variant.get("title") or shown_value(value)), as_sent(value), about)


def shown_value(value: object) -> str:
    """Return a value as text: strings as they are, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def fields_of_questions(questions: object) -> tuple[Field, ...]:
    """Return the fields of a coding agent's questions; none when any of them is odd, so that none is left out."""
    if not isinstance(questions, list):
        return ()
    texts = [asked.get("question") for asked in questions if isinstance(asked, dict)]
    found = []
    for asked in questions:
        if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
            return ()
        options = _asked_options(asked.get("options"))
        if options is None:
            return ()
        text, own_id = asked["question"], asked.get("id")
        # Claude knows its questions by their text, others take it too; the id only tells two alike ones apart.
        name = own_id if isinstance(own_id, str) and texts.count(text) > 1 else text
        kind = FieldKind.SOME_OF if asked.get("multiSelect") is True else FieldKind.ONE_OF
        found.append(
            Field(
                name=as_sent(name),
                kind=kind if options else FieldKind.TEXT,
                title=text,
                options=options,
                is_required=True,
                is_secret=asked.get("isSecret") is True,
                takes_other=asked.get("isOther") is True and bool(options),
            )
        )
    return tuple(found)


def _asked_options(options: object) -> tuple[Option, ...] | None:
    if options is None:
        return ()
    if not isinstance(options, list):
        return None
    found = []
    for option in options:
        if not isinstance(option, dict) or not isinstance(option.get("label"), str):
            return None
        about = "\n".join(str(option[key]) for key in ("description", "preview") if option.get(key))
        found.append(Option(option["label"], as_sent(option["label"]), about))
    return tuple(found)
