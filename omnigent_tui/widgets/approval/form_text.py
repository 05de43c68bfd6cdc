"""The part of the approval card that is filled in, as text: options with a cursor, wider approvals, the last look."""

from textual.content import Content

from omnigent_tui.values import Value
from omnigent_tui.widgets.approval.fields import Field, FieldKind
from omnigent_tui.widgets.approval.filling import Filling
from omnigent_tui.widgets.approval.questions import Kind, Question
from omnigent_tui.widgets.approval.scopes import Scope


class FormText(Value):
    """`text` is all of it, `above` what stands above the line of the cursor."""

    text: Content
    above: Content


def form_text(question: Question, filling: Filling, confirming: str) -> FormText:
    """Return what is to be filled in now; `confirming` are the words of a choice that has to be confirmed."""
    if confirming:
        return _flat(Content.assemble(("Confirm: ", "bold"), confirming))
    if question.kind is Kind.YES_OR_NO:
        return _flat(Content("\n").join(map(_scope_line, range(1, len(question.scopes) + 1), question.scopes)))
    if question.kind is not Kind.FORM:
        return _flat(Content())
    field = filling.field
    return _flat(_last_look(filling)) if field is None else _field_text(field, filling)


def all_options(question: Question) -> Content:
    """Return every field with every option in full, for the view of the whole question."""
    lines: list[Content] = []
    for field in question.fields:
        lines += [Content.styled(_title(field), "bold"), *map(Content, filter(None, (field.about, field.rules)))]
        lines += [Content(f"  {option.label}" + _about(option.about)) for option in field.options]
    lines += map(_scope_line, range(1, len(question.scopes) + 1), question.scopes)
    return Content("\n").join(lines)


def _flat(text: Content) -> FormText:
    return FormText(text, Content())


def _scope_line(number: int, scope: Scope) -> Content:
    return Content.assemble((f"{number}  ", "bold"), scope.words)


def _title(field: Field) -> str:
    needed = "" if field.is_required else " (may be left out)"
    return f"{field.title}{needed}"


def _about(text: str) -> str:
    return "".join(f"\n      {line}" for line in text.splitlines())


def _field_text(field: Field, filling: Filling) -> FormText:
    count = len(filling.fields)
    place = f"{filling.step + 1} of {count} · " if count > 1 else ""
    lines = [Content.styled(f"{place}{_title(field)}", "bold"), *map(Content, filter(None, (field.about, field.rules)))]
    if problem := filling.problems[filling.step]:
        lines.append(Content.styled(f"✕ {problem}", "bold $text-error"))
    above = len(lines)
    chosen, cursor = filling.chosen[filling.step], filling.cursors[filling.step]
    names = [f"{option.label}{_about(option.about)}" for option in field.options]
    if field.takes_other:
        names.append("Another answer (type it)")
    for at, name in enumerate(names):
        if field.kind is FieldKind.SOME_OF:
            mark = "[x]" if at in chosen else "[ ]"
        else:
            mark = "(•)" if at in chosen else "( )"
        number = str(at + 1) if at < len("123456789") else " "
        pointer = "▸" if at == cursor else " "
        if at == cursor:
            above = len(lines)
        lines.append(Content.assemble((f"{pointer} {number}  {mark} ", "bold" if at == cursor else ""), name))
    return FormText(Content("\n").join(lines), Content("\n").join(lines[:above]))


def _last_look(filling: Filling) -> Content:
    lines = [Content.styled("Your answers:", "bold")]
    for place, field in enumerate(filling.fields):
        lines.append(Content.assemble((f"{field.title}: ", "dim"), filling.shown(place)))
    return Content("\n").join(lines)
