"""The keys of the approval card, and the line that says what each of them does in this moment."""

from collections.abc import Callable
from dataclasses import dataclass

from omnigent_tui.commands.key_names import key_label
from omnigent_tui.widgets.approval.fields import FieldKind
from omnigent_tui.widgets.approval.filling import Filling
from omnigent_tui.widgets.approval.questions import MOST_DIGITS, Kind, Question


@dataclass(frozen=True, slots=True)
class ApprovalKeys:
    """Textual names of the keys, as this user has them; `focus` is written for people."""

    accept: tuple[str, ...]
    decline: tuple[str, ...]
    reason: tuple[str, ...]
    view: tuple[str, ...]
    copy: tuple[str, ...]
    focus: str

    @classmethod
    def of_user(cls, keys_of: Callable[[str], tuple[str, ...]], focus: str) -> "ApprovalKeys":
        """Return the keys that `keys_of` gives for the ids of the commands."""
        return cls(
            keys_of("approval.accept"),
            keys_of("approval.decline"),
            keys_of("approval.reason"),
            keys_of("approval.view"),
            keys_of("approval.copy"),
            focus,
        )


def labels(keys: tuple[str, ...]) -> str:
    """Return keys as written for people: `y`, `a/b`."""
    return "/".join(map(key_label, keys))


def key_words(question: Question, filling: Filling, keys: ApprovalKeys, *, is_typing: bool) -> str:
    """Return what the keys do now, the most useful first, declining with its consequence."""
    view, leave = f"{labels(keys.view)} all of it", "Esc later"
    declining = f"{labels(keys.decline)} decline (can end the turn)"
    if question.takes_reason:
        declining += f"   {labels(keys.reason)} say why"
    field = filling.field
    words: tuple[str, ...]
    match question.kind:
        case Kind.YES_OR_NO:
            wider = f"{_digits(len(question.scopes))} accept more" if question.scopes else ""
            words = (f"{labels(keys.accept)} accept once", declining, wider, view, leave)
        case Kind.LINK:
            words = (f"{labels(keys.copy)} copy the address", declining, view, leave)
        case Kind.UNSUPPORTED:
            words = (declining, view, leave)
        case Kind.FORM if is_typing:
            sends = question.single_text is not None
            words = ("Enter sends the text" if sends else "Enter goes on", "↑ goes back", "Esc stops typing")
        case Kind.FORM if field is None:
            words = (f"{labels(keys.accept)} send these answers", "← go back", declining, view, leave)
        case _:
            words = (*_choosing(question, filling), declining, view, leave)
    return "   ".join(filter(None, words))


def _choosing(question: Question, filling: Filling) -> tuple[str, ...]:
    field = filling.field
    if field is None or field.is_typed:
        return ("Enter types", "← goes back")
    digits = _digits(filling.option_count())
    if question.single_choice == field:
        return (f"{digits} choose and send",)
    if field.kind is FieldKind.SOME_OF:
        return (f"{digits}/Space choose several", "Enter goes on", "← goes back" if filling.step else "")
    return (f"{digits} choose", "Enter goes on", "← goes back" if filling.step else "")


def _digits(count: int) -> str:
    return f"1-{min(count, MOST_DIGITS)}" if count > 1 else "1"
