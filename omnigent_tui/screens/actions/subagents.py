"""Sub-agents: going to the session of one and back, and the line that says how they stand."""

from textual.content import Content

from omnigent_tui.protocol.child_sessions import ChildSession
from omnigent_tui.rendering.badge_text import badge_text
from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.state.badges import Badge, TurnWord
from omnigent_tui.state.children import child_name, child_word, children_in_order, parent_id
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.notices import SubAgentStep
from omnigent_tui.state.selectors import session_title
from omnigent_tui.state.transcript import Notice
from omnigent_tui.widgets.transcript.messages import ChildWanted

_URGENCY = (TurnWord.NEEDS_YOU, TurnWord.RUNNING, TurnWord.STARTING, TurnWord.FAILED, TurnWord.IDLE)
_NAMED = 4


class SubAgentActions(ConversationActions):
    """The tree of sessions, walked up and down."""

    def action_session_child(self) -> None:
        """Open the sub-agent of the chosen entry, else the one that needs the person or works."""
        conversation = self.surroundings.state().open_conversation
        wanted = self._chosen_child() or _most_urgent(conversation)
        if wanted is None:
            self.say("This session has no sub-agents.")
        else:
            self.open_session(wanted)

    def action_session_parent(self) -> None:
        """Go back to the session that started this one, to the place where it was left."""
        state = self.surroundings.state()
        found = parent_id(state, state.open_session_id)
        if found is None:
            self.say("This session is no sub-agent: there is none above it.")
        else:
            self.open_session(found)

    def on_child_wanted(self, event: ChildWanted) -> None:
        """Open the sub-agent whose entry was opened."""
        event.stop()
        self.open_session(event.session_id)

    def show_agents(self, conversation: Conversation | None) -> None:
        """Say in a line how the sub-agents stand, while one of them works, asks or has failed."""
        children = () if conversation is None else children_in_order(conversation)
        news = [child for child in children if child_word(child) is not TurnWord.IDLE]
        self.agents.display = bool(news)
        if not news:
            return
        news.sort(key=lambda child: _URGENCY.index(child_word(child)))
        glyphs = self.surroundings.glyphs
        parts = [f"{badge_text(Badge(child_word(child)), glyphs).glyph} {_said(child)}" for child in news[:_NAMED]]
        more = f" · {len(news) - _NAMED} more" if len(news) > _NAMED else ""
        key = self.surroundings.key_of("session.child")
        self.agents.set_line(Content(f"Sub-agents: {' · '.join(parts)}{more} — {key} opens"))

    def parent_words(self) -> str:
        """What the notice line says while a sub-agent is open."""
        state = self.surroundings.state()
        found = parent_id(state, state.open_session_id)
        if found is None:
            return ""
        return f"Sub-agent of “{session_title(state, found)}”: {self.surroundings.key_of('session.parent')} goes back."

    def _chosen_child(self) -> str | None:
        for chosen in self.transcript.chosen_entries() if self.transcript.has_focus else []:
            if isinstance(chosen, Notice) and isinstance(chosen.about, SubAgentStep) and chosen.about.session_id:
                return chosen.about.session_id
        return None


def _said(child: ChildSession) -> str:
    return f"{child_name(child)} {child_word(child).value}"


def _most_urgent(conversation: Conversation | None) -> str | None:
    children = () if conversation is None else children_in_order(conversation)
    newest_first = reversed(children)
    found = sorted(newest_first, key=lambda child: _URGENCY.index(child_word(child)))
    return found[0].id if found else None
