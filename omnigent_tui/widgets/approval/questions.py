"""How a question can be answered by keyboard: yes or no, one of some choices, a line of text, or not here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from omnigent_tui.protocol.elicitations import ElicitationParams

MOST_CHOICES = 9


class Kind(StrEnum):
    """The ways a question can be answered."""

    YES_OR_NO = "yes or no"
    CHOICES = "choices"
    TEXT = "text"
    LINK = "link"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Choice:
    """One offered answer; `content` is what the server is told, exactly as it was offered."""

    label: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """How to answer. `prompt` describes what is asked for, `field_name` is where a typed text goes, `link` to visit."""

    kind: Kind
    choices: tuple[Choice, ...] = ()
    prompt: str = ""
    field_name: str = ""
    link: str = ""
    why_not: str = field(default="")


def question_of(params: ElicitationParams) -> Question:
    """Return how the question in `params` can be answered."""
    if params.external_url:
        return Question(Kind.LINK, link=params.external_url)
    extras = params.model_extra or {}
    if isinstance(asked := extras.get("ask_user_question"), dict):
        return _asked_question(asked.get("questions"))
    if params.is_yes_or_no:
        return Question(Kind.YES_OR_NO)
    schema = params.requestedSchema or {}
    properties = schema.get("properties")
    if not isinstance(properties, dict) or len(properties) != 1:
        return _unsupported(f"it has {len(properties)} fields" if isinstance(properties, dict) else "its form is odd")
    name, described = next(iter(properties.items()))
    return _single_field(str(name), described if isinstance(described, dict) else {})


def _asked_question(questions: Any) -> Question:
    if not isinstance(questions, list) or len(questions) != 1 or not isinstance(questions[0], dict):
        return _unsupported("it has several questions")
    asked = questions[0]
    text, options = asked.get("question"), asked.get("options")
    if asked.get("multiSelect") or not isinstance(text, str) or not isinstance(options, list):
        return _unsupported("more than one option can be chosen")
    labels = [option.get("label") for option in options if isinstance(option, dict)]
    choices = [Choice(_label(option), {text: option["label"]}) for option in options if _is_option(option)]
    if len(choices) != len(labels) or len(labels) != len(options):
        return _unsupported("its options are odd")
    return _choices(choices, text)


def _is_option(option: Any) -> bool:
    return isinstance(option, dict) and isinstance(option.get("label"), str)


def _label(option: Mapping[str, Any]) -> str:
    description = option.get("description")
    return f"{option['label']} ({description})" if isinstance(description, str) and description else option["label"]


def _single_field(name: str, described: Mapping[str, Any]) -> Question:
    prompt = " ".join(str(described[key]) for key in ("title", "description") if described.get(key)) or name
    offered = list(_offered(described))
    if offered:
        return _choices([Choice(label, {name: value}) for label, value in offered], prompt)
    match described.get("type"):
        case "boolean":
            return _choices([Choice("yes", {name: True}), Choice("no", {name: False})], prompt)
        case "string":
            return Question(Kind.TEXT, prompt=prompt, field_name=name)
        case other:
            return _unsupported(f"it asks for a {other if isinstance(other, str) else 'value of an unknown type'}")


def _offered(described: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    values, names = described.get("enum"), described.get("enumNames")
    if isinstance(values, list):
        for place, value in enumerate(values):
            named = isinstance(names, list) and place < len(names)
            yield (str(names[place]) if named and isinstance(names, list) else str(value)), value
    elif isinstance(described.get("oneOf"), list):
        for variant in described["oneOf"]:
            if isinstance(variant, dict) and "const" in variant:
                yield str(variant.get("title") or variant["const"]), variant["const"]


def _choices(choices: list[Choice], prompt: str) -> Question:
    if len(choices) > MOST_CHOICES:
        return _unsupported(f"it has {len(choices)} options")
    return Question(Kind.CHOICES, tuple(choices), prompt)


def _unsupported(why_not: str) -> Question:
    return Question(Kind.UNSUPPORTED, why_not=why_not)
