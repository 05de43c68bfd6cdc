"""The keys of the approval card, and the line that says what each of them does in this moment."""

from collections.abc import Callable

from textual.content import Content

from omnigent_tui.commands.key_names import key_label
from omnigent_tui.values import Value
from omnigent_tui.widgets.approval.fields import FieldKind
from omnigent_tui.widgets.approval.filling import Filling
from omnigent_tui.widgets.approval.questions import MOST_DIGITS, Kind, Question


class ApprovalKeys(Value):
    """Textual names of the keys, as this user has them; `focus` is written for people."""

    accept: tuple[str, ...]
    decline: tuple[str, ...]
    reason: tuple[str, ...]
    view: tuple[str, ...]
    copy: tuple[str, ...]
    undo: tuple[str, ...]
    alike: tuple[str, ...]
    allow: tuple[str, ...]
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
            keys_of("approval.undo"),
            keys_of("approval.alike"),
            keys_of("approval.allow"),
            focus,
        )


Keys = tuple[tuple[str, str], ...]
"""Keys as written for people, each with what it does."""


class Offers(Value):
    """What else can be done with the question: `alike` open ones, itself included; `rule`: what it would allow."""

    alike: int = 0
    rule: str = ""


NOTHING_OFFERED = Offers()


def with_bold_keys(words: Keys) -> Content:
    """Return the line, its keys bold."""
    return Content("   ").join(Content.assemble((key, "bold"), " ", what) for key, what in words)


def labels(keys: tuple[str, ...]) -> str:
    """Return keys as written for people: `y`, `a/b`."""
    return "/".join(map(key_label, keys))


def key_words(question: Question, filling: Filling, keys: ApprovalKeys, offers: Offers, *, is_typing: bool) -> Keys:
    """Return what the keys do now, the most useful first, declining with its consequence."""
    view, leave = (labels(keys.view), "all of it"), ("Esc", "later")
    declining: Keys = ((labels(keys.decline), "decline (can end the turn)"),)
    if question.takes_reason:
        declining += ((labels(keys.reason), "say why"),)
    accept = labels(keys.accept)
    field = filling.field
    match question.kind:
        case Kind.YES_OR_NO:
            wider: Keys = ((_digits(len(question.scopes)), "accept more"),) if question.scopes else ()
            return ((accept, "accept once"), *declining, *wider, *_more(keys, offers), view, leave)
        case Kind.LINK:
            return ((labels(keys.copy), "copy the address"), *declining, view, leave)
        case Kind.UNSUPPORTED:
            return (*declining, view, leave)
        case Kind.FORM if is_typing:
            sends = "sends the text" if question.single_text is not None else "goes on"
            return (("Enter", sends), ("↑", "goes back"), ("Esc", "stops typing"))
        case Kind.FORM if field is None:
            return ((accept, "send these answers"), ("←", "go back"), *declining, view, leave)
        case _:
            return (*_choosing(question, filling), *declining, view, leave)


def _more(keys: ApprovalKeys, offers: Offers) -> Keys:
    alike: Keys = ((labels(keys.alike), f"all {offers.alike} like this"),) if offers.alike > 1 else ()
    rule: Keys = ((labels(keys.allow), "allow it in this session"),) if offers.rule else ()
    return (*alike, *rule)


def _choosing(question: Question, filling: Filling) -> Keys:
    field = filling.field
    if field is None or field.is_typed:
        return (("Enter", "types"), ("←", "goes back"))
    digits = _digits(filling.option_count())
    if question.single_choice == field:
        return ((digits, "choose and send"),)
    back: Keys = (("←", "goes back"),) if filling.step else ()
    several = ((f"{digits}/Space", "choose several"),) if field.kind is FieldKind.SOME_OF else ((digits, "choose"),)
    return (*several, ("Enter", "goes on"), *back)


def _digits(count: int) -> str:
    return f"1-{min(count, MOST_DIGITS)}" if count > 1 else "1"
