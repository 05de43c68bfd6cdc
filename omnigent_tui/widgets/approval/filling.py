"""A form while it is filled in: which field is next, what is typed and chosen, what is wrong with it."""

from collections.abc import Sequence

from omnigent_tui.widgets.approval.checking import WrongValueError, check_count, typed_value
from omnigent_tui.widgets.approval.fields import Field, FieldKind, shown_value


class Filling:
    """One field after the other, then a look at all of them. Nothing typed is lost by going back and forth."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        self.step = 0
        self.texts = [_default_text(field) for field in fields]
        self.chosen: list[set[int]] = [_default_chosen(field) for field in fields]
        self.cursors = [min(chosen, default=0) for chosen in self.chosen]
        self.problems = [""] * len(self.fields)

    @property
    def field(self) -> Field | None:
        """The field to be filled in now; None when all of them are looked at."""
        return self.fields[self.step] if self.step < len(self.fields) else None

    @property
    def is_typing(self) -> bool:
        """Whether the current field takes typed text now."""
        field = self.field
        return field is not None and (field.is_typed or self._is_other(self.cursors[self.step]))

    def _is_other(self, place: int) -> bool:
        field = self.field
        return field is not None and field.takes_other and place == len(field.options)

    def option_count(self) -> int:
        """How many lines can be chosen in the current field, the one to type another answer included."""
        field = self.field
        return len(field.options) + field.takes_other if field is not None else 0

    def move(self, step: int) -> None:
        """Go to the option above or below."""
        if count := self.option_count():
            self.cursors[self.step] = max(0, min(count - 1, self.cursors[self.step] + step))

    def pick(self, place: int) -> bool:
        """Choose the option at `place`, or take it back where several may be chosen; False when there is none."""
        field = self.field
        if field is None or not 0 <= place < self.option_count():
            return False
        self.cursors[self.step] = place
        self.problems[self.step] = ""
        if field.kind is FieldKind.SOME_OF:
            self.chosen[self.step] ^= {place}
        else:
            self.chosen[self.step] = {place}
        return True

    def type(self, text: str) -> None:
        """Remember what is typed into the current field."""
        if self.field is not None and text != self.texts[self.step]:
            self.texts[self.step] = text
            self.problems[self.step] = ""
            if not self.field.is_typed and text:
                others = self.chosen[self.step] if self.field.kind is FieldKind.SOME_OF else set()
                self.chosen[self.step] = others | {len(self.field.options)}

    def go_on(self) -> bool:
        """Go to the next field, unless something is wrong with this one (then `problems` says what)."""
        if self.step >= len(self.fields):
            return False
        try:
            self._value(self.step)
        except WrongValueError as error:
            self.problems[self.step] = str(error)
            return False
        self.problems[self.step] = ""
        self.step += 1
        return True

    def go_back(self) -> None:
        """Go to the field before."""
        self.step = max(0, self.step - 1)

    def content(self) -> dict[str, object]:
        """Return the answer; optional fields that were left empty are not in it.

        Raises:
            WrongValueError: a field is not filled in as it has to be.
        """
        values = ((field.name, self._value(place)) for place, field in enumerate(self.fields))
        return {name: value for name, value in values if value is not None}

    def shown(self, place: int) -> str:
        """Return a field's answer for a person to look over."""
        field = self.fields[place]
        if field.is_typed:
            text = self.texts[place]
            return "•" * len(text) if field.is_secret else text or "(left empty)"
        labels = [field.options[at].label for at in sorted(self.chosen[place]) if at < len(field.options)]
        if len(field.options) in self.chosen[place]:
            labels.append("•" * len(self.texts[place]) if field.is_secret else self.texts[place])
        return ", ".join(labels) or "(none)"

    def _value(self, place: int) -> object:
        field, text = self.fields[place], self.texts[place]
        if field.is_typed:
            if not text and field.is_required and field.limits.get("minLength") != 0:
                raise WrongValueError("This has to be filled in.")
            return typed_value(field, text) if text else "" if field.is_required else None
        chosen: list[object] = [field.options[at].value for at in sorted(self.chosen[place]) if at < len(field.options)]
        if len(field.options) in self.chosen[place]:
            if not text:
                raise WrongValueError("Type the other answer.")
            chosen.append(text)
        if field.kind is FieldKind.SOME_OF:
            if chosen or field.is_required:
                check_count(field, chosen)
            return chosen if chosen or field.is_required else None
        if not chosen and field.is_required:
            raise WrongValueError("Choose one.")
        return chosen[0] if chosen else None


def _default_text(field: Field) -> str:
    if not field.is_typed or field.default is None:
        return ""
    return (
        field.default
        if isinstance(field.default, str) and field.kind is not FieldKind.JSON
        else shown_value(field.default)
    )


def _default_chosen(field: Field) -> set[int]:
    if field.default is None:
        return set()
    wanted = field.default if isinstance(field.default, list) else [field.default]
    return {place for place, option in enumerate(field.options) if any(_same(option.value, one) for one in wanted)}


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)
