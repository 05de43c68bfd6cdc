"""Which renderer draws which kind of entry. A new kind of entry gets one file beside this one and one row here."""

from typing import Any

from omnigent_tui.state.transcript import AssistantMessage, ErrorNotice, Gap, Notice, Reasoning, ToolCall, UserMessage
from omnigent_tui.widgets.transcript.assistant import AssistantFace
from omnigent_tui.widgets.transcript.error import ErrorFace
from omnigent_tui.widgets.transcript.face import Face
from omnigent_tui.widgets.transcript.gap import GapFace
from omnigent_tui.widgets.transcript.notice import NoticeFace
from omnigent_tui.widgets.transcript.reasoning import ReasoningFace
from omnigent_tui.widgets.transcript.tool_call import ToolCallFace
from omnigent_tui.widgets.transcript.user import UserFace

# `Any`: a face is always fed the kind of entry it was looked up for, which the type of a table can't say.
FACES: dict[type, type[Face[Any]]] = {
    UserMessage: UserFace,
    AssistantMessage: AssistantFace,
    Reasoning: ReasoningFace,
    ToolCall: ToolCallFace,
    ErrorNotice: ErrorFace,
    Notice: NoticeFace,
    Gap: GapFace,
}
