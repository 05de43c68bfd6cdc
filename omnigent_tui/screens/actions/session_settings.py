"""Opening the dialogs about a session: its settings, and what is done to it as a whole."""

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.intents import (
    ArchiveSession,
    CompactSession,
    DeleteSession,
    ForkSession,
    Intent,
    StopSession,
)
from omnigent_tui.state.session_settings import Setting
from omnigent_tui.state.setting_choices import effort_choices, mode_choices

_READ, _EDIT, _OWNER = 1, 2, 4
"""The server's permission levels."""


class SessionSettingsActions(ConversationActions):
    """Each is about the session under the list's cursor while the list has the focus, else about the open one.

    Its id is taken when the key goes down: rows that move meanwhile change nothing.
    """

    def _session(self) -> str | None:
        if self.sidebar.has_focus and self.sidebar.cursor_id is not None:
            return self.sidebar.cursor_id
        return self.composer.owner

    def _allowed(self, session_id: str | None, least: int) -> bool:
        """Whether there is a session and the person may do that; says so if not."""
        if session_id is None:
            self.say("No session is open.")
            return False
        state = self.surroundings.state()
        entry, conversation = state.sessions.by_id.get(session_id), state.conversations.get(session_id)
        known = conversation.snapshot if conversation is not None and conversation.snapshot else None
        level = known.permission_level if known else entry.row.permission_level if entry else None
        if level is None or level >= least:
            return True
        self.say("Only the session's owner may do that." if least == _OWNER else "You may only read this session.")
        return False

    # -- settings -----------------------------------------------------------------------------------------------

    def _choose(self, setting: Setting) -> None:
        from omnigent_tui.screens.dialogs.setting_dialog import SettingDialog

        where = self.composer.owner
        conversation = self.surroundings.state().conversations.get(where or "")
        if not self._allowed(where, _EDIT) or where is None:
            return
        if conversation is None or conversation.snapshot is None:
            self.say("The session is still being read.")
            return
        if setting is Setting.PERMISSION_MODE and not mode_choices(conversation):
            self.say("This agent has no permission modes: only Claude Code, Codex and Devin sessions have.")
        elif setting is Setting.EFFORT and not effort_choices(conversation):
            self.say(f"{conversation.snapshot.harness} takes no reasoning effort.")
        else:
            self.app.push_screen(SettingDialog(self.surroundings, where, setting))

    def action_session_model(self) -> None:
        """Choose the model."""
        self._choose(Setting.MODEL)

    def action_session_effort(self) -> None:
        """Choose the reasoning effort."""
        self._choose(Setting.EFFORT)

    def action_session_mode(self) -> None:
        """Choose the permission mode."""
        self._choose(Setting.PERMISSION_MODE)

    def action_session_compact(self) -> None:
        """Compact the conversation, when that was confirmed."""
        where = self.composer.owner
        conversation = self.surroundings.state().conversations.get(where or "")
        if not self._allowed(where, _EDIT) or where is None:
            return
        if conversation is not None and conversation.settings.compacting_since is not None:
            self.say("The conversation is being compacted already.")
            return
        words = "The agent goes on with a summary of what was said; the transcript here stays whole."
        self._confirm(where, "Compact", words, CompactSession(where))

    def next_model_words(self, conversation: Conversation) -> str:
        """Say which model answers the next message, when it is another one."""
        model = conversation.settings.next_model
        return (
            f"{model} answers the next message; {self.surroundings.key_of('session.model')} changes that."
            if model
            else ""
        )

    # -- the session as a whole ---------------------------------------------------------------------------------

    def action_session_rename(self) -> None:
        """Give the session another title."""
        from omnigent_tui.screens.dialogs.rename_dialog import RenameDialog

        where = self._session()
        if self._allowed(where, _EDIT) and where is not None:
            state = self.surroundings.state()
            entry, conversation = state.sessions.by_id.get(where), state.conversations.get(where)
            known = conversation.snapshot if conversation is not None and conversation.snapshot else None
            title = (known.title if known else None) or (entry.row.title if entry else None) or ""
            self.app.push_screen(RenameDialog(self.surroundings, where, title))

    def action_session_archive(self) -> None:
        """Archive the session, when that was confirmed; take an archived one back at once."""
        where = self._session()
        if not self._allowed(where, _OWNER) or where is None:
            return
        if self._is_archived(where):
            self.surroundings.perform(ArchiveSession(where, archived=False))
            return
        words = "It leaves the list, and its runner stops a few seconds later. The palette takes it back."
        self._confirm(where, "Archive", words, ArchiveSession(where, archived=True))

    def _is_archived(self, session_id: str) -> bool:
        state = self.surroundings.state()
        entry, conversation = state.sessions.by_id.get(session_id), state.conversations.get(session_id)
        if entry is not None:
            return entry.row.archived
        return conversation is not None and conversation.snapshot is not None and conversation.snapshot.archived

    def action_session_fork(self) -> None:
        """Go on in a copy of the session."""
        where = self._session()
        if self._allowed(where, _READ) and where is not None:
            self.surroundings.perform(ForkSession(where))

    def action_session_stop(self) -> None:
        """Stop the session's runner, when that was confirmed."""
        where = self._session()
        if self._allowed(where, _OWNER) and where is not None:
            words = "Its runner ends, and with it the turn that runs. The next message starts it again."
            self._confirm(where, "Stop", words, StopSession(where))

    def action_session_delete(self) -> None:
        """Delete the session, when that was confirmed."""
        where = self._session()
        if not self._allowed(where, _OWNER) or where is None:
            return
        waiting = sum(m.session_id == where for m in self.surroundings.state().outbox)
        has_draft = bool(self.surroundings.drafts.draft(where).text.strip())
        lost = lost_words(waiting, has_draft=has_draft)
        words = f"The session and its sub-agents are gone for good; nothing brings them back.{lost}"
        self._confirm(where, "Delete", words, DeleteSession(where))

    def _confirm(self, session_id: str, verb: str, words: str, intent: Intent) -> None:
        from omnigent_tui.screens.dialogs.confirm_dialog import ConfirmDialog

        self.app.push_screen(ConfirmDialog(self.surroundings, session_id, verb, words, intent))


def lost_words(messages: int, *, has_draft: bool) -> str:
    """Return a sentence about what was typed and goes with a session; empty when there is nothing."""
    parts = [
        *(["the draft"] * has_draft),
        *([f"{messages} unsent {'message' if messages == 1 else 'messages'}"] * bool(messages)),
    ]
    if not parts:
        return ""
    sentence = " and ".join(parts)
    return f" {sentence[0].upper()}{sentence[1:]} {'go' if has_draft + messages > 1 else 'goes'} with it."
