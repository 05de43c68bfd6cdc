"""How a question can be answered by keyboard: yes or no, a form to fill in, an address to visit, or not here."""

import re
from enum import StrEnum
from typing import Any

from omnigent_tui.protocol.decoding import DecodeError, clean_tree, decode_json
from omnigent_tui.protocol.elicitations import ElicitationParams
from omnigent_tui.values import Value
from omnigent_tui.widgets.approval.fields import Field, FieldKind, fields_of_questions, fields_of_schema
from omnigent_tui.widgets.approval.scopes import Scope, scopes_of, takes_reason

MOST_DIGITS = 9
_ASKED_IN_PREVIEW = "AskUserQuestion("
# A preview does not remember what it looked like before: its options could not go back as they were offered.
_SPELLED_OUT = re.compile(r"[\u2400-\u2421]|\u27e8U\+")


class Kind(StrEnum):
    """The ways a question can be answered."""

    YES_OR_NO = "yes or no"
    FORM = "form"
    LINK = "link"
    UNSUPPORTED = "unsupported"


class Question(Value):
    """How to answer. `scopes` are the approvals that reach further than this once; `link` is to be visited."""

    kind: Kind
    fields: tuple[Field, ...] = ()
    scopes: tuple[Scope, ...] = ()
    takes_reason: bool = False
    link: str = ""
    why_not: str = ""

    @property
    def single_choice(self) -> Field | None:
        """The only field, when one digit answers it."""
        only = self.fields[0] if len(self.fields) == 1 else None
        return only if only is not None and only.kind is FieldKind.ONE_OF else None

    @property
    def single_text(self) -> Field | None:
        """The only field, when it is typed."""
        only = self.fields[0] if len(self.fields) == 1 else None
        return only if only is not None and only.is_typed else None


def question_of(params: ElicitationParams) -> Question:
    """Return how the question in `params` can be answered."""
    if params.external_url:
        return Question(Kind.LINK, link=params.external_url)
    reason = takes_reason(params)
    asked = _asked(params)
    if asked is not None:
        fields = fields_of_questions(asked)
        if not fields:
            return Question(Kind.UNSUPPORTED, why_not="its questions cannot be read", takes_reason=reason)
        return Question(Kind.FORM, fields, takes_reason=reason)
    fields = fields_of_schema(params.requestedSchema or {})
    if fields:
        return Question(Kind.FORM, fields, takes_reason=reason)
    return Question(Kind.YES_OR_NO, scopes=scopes_of(params), takes_reason=reason)


def _asked(params: ElicitationParams) -> Any:
    """Return a coding agent's questions, from its own field or, without one, from the preview; None without any."""
    asked = (params.model_extra or {}).get("ask_user_question")
    if isinstance(asked, dict):
        return asked.get("questions", [])
    preview = params.content_preview or ""
    if not preview.startswith(_ASKED_IN_PREVIEW) or not preview.endswith(")") or _SPELLED_OUT.search(preview):
        return None
    try:
        decoded = decode_json(preview[len(_ASKED_IN_PREVIEW) : -1], keep_raw=True)
    except DecodeError:
        return None  # cut by the server: it stays a yes or no
    asked = clean_tree(decoded, revealing=True)
    return asked.get("questions") if isinstance(asked, dict) else None
