"""Which of the running tool calls wait for an answer of the person's: a question names the call by what it is to do."""

from functools import lru_cache

from omnigent_tui.state.asked import arguments_in, asked
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.transcript import ToolCall, ToolState

# Asked for each frame that is drawn while a question is open.
_arguments = lru_cache(maxsize=8)(arguments_in)


def calls_asked_about(conversation: Conversation) -> frozenset[str]:
    """Return the keys of the calls in flight that an open question asks about: the same tool, the same arguments."""
    questions = [asked(p.request.params) for p in conversation.elicitations.values() if p.is_open]
    told = [(question.tool, dict(question.arguments)) for question in questions if question.arguments is not None]
    if not told:
        return frozenset()
    running = (e for e in conversation.live if isinstance(e, ToolCall) and e.state is ToolState.RUNNING)
    return frozenset(
        call.key
        for call in running
        if any(tool in ("", call.name) and _arguments(call.arguments) == arguments for tool, arguments in told)
    )
