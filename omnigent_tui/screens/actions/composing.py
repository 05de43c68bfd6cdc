"""Sending what is written, looking at earlier messages, and writing in an editor of one's own."""

from uuid import uuid4

from omnigent_tui.screens.actions.completing import CompletingActions
from omnigent_tui.screens.actions.queueing import QueueingActions
from omnigent_tui.screens.external_editor import edited
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.completions import Finding
from omnigent_tui.state.intents import LoadSkills, SendMessage
from omnigent_tui.widgets.composer.composer import Composer
from omnigent_tui.widgets.composer.draft import Draft, draft_of
from omnigent_tui.widgets.composer.slash import escaped_slash, slash_of

READ_ONLY = 1
"""The permission level that may look but not write."""


class ComposingActions(CompletingActions, QueueingActions):
    """The draft on its way to the session it was written for."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._doubted: tuple[str | None, str] | None = None
        """What was refused as an unknown command: sent as text if it is submitted once more."""

    def on_composer_submitted(self, event: Composer.Submitted) -> None:
        """Send what is written, do the command it is, or say why that can't be."""
        event.stop()
        text, owner = event.draft.full_text, event.owner
        files = self.surroundings.state().attachments.get(owner or "", ())
        if not text.strip() and not files:
            return
        doubted, self._doubted = self._doubted, None
        if self._is_command(text):
            return
        if problem := self._refusal(owner) or self.not_ready(files):
            self.say(problem)
            return
        assert owner is not None
        skill, text, problem = self._slash(owner, text, has_files=bool(files), is_sure=doubted == (owner, text))
        if problem:
            self.say(problem)
            return
        self.surroundings.drafts.remember_sent(owner, text, self.surroundings.clock())
        remark = self.send(SendMessage(owner, text, uuid4().hex, attachments=files, skill=skill))
        if self.composer.owner == owner:
            self.composer.take_sent()
            self.transcript.go_bottom()
            self.surroundings.drafts.keep(owner, self.composer.draft)
        else:
            self.surroundings.drafts.keep(owner, Draft())
        self.say_sent(remark)

    def _refusal(self, owner: str | None) -> str:
        conversation = self.surroundings.state().conversations.get(owner or "")
        snapshot = conversation.snapshot if conversation else None
        if owner is None:
            return "Not sent: no session is open. Your text is kept."
        if snapshot is not None and snapshot.permission_level == READ_ONLY:
            return "Not sent: you may only read this session. Your text is kept."
        return ""

    # -- messages that begin with a slash -----------------------------------------------------------------------

    def _is_command(self, text: str) -> bool:
        """Do the command that the whole text is the name of, unless a skill has that name."""
        slash = slash_of(text)
        if slash is None or slash.arguments or slash.name in self._skill_names():
            return False
        row = self.commands_by_name().get(slash.name.lower())
        if row is None:
            return False
        self.composer.take_sent()
        self.run_command(row)
        return True

    def _slash(self, owner: str, text: str, *, has_files: bool, is_sure: bool) -> tuple[str | None, str, str]:
        """Return the skill that a text runs, the text to send, and why it is not sent yet."""
        avoided = escaped_slash(text)
        if avoided is not None and (avoided.name in self._skill_names() or avoided.name in self.commands_by_name()):
            return None, text.lstrip()[1:], ""
        slash = slash_of(text)
        if slash is None or is_sure:
            return None, text, ""
        if slash.name in self._skill_names():
            if self._is_native(owner):
                # The agent's own program reads the line, and knows its skills.
                return None, text.strip(), ""
            if has_files:
                return None, text, f"Not sent: the skill {slash.name} takes no files. Remove them, or send them before."
            return slash.name, text.strip(), ""
        self._doubted = owner, text
        skills, key = self.skills_here(), self.surroundings.key_of("composer.send")
        if skills is None or skills.finding is Finding.FAILED:
            self.surroundings.perform(LoadSkills(owner))
        if skills is None or skills.finding is Finding.LOOKING:
            why = "the agent's skills are still being read"
        elif skills.finding is Finding.FAILED:
            why = f"the agent's skills could not be read ({skills.failure})"
        else:
            why = f"there is no command or skill “{slash.name}”"
        return None, text, f"Not sent: {why}. {key} again sends it as text."

    def _skill_names(self) -> frozenset[str]:
        skills = self.skills_here()
        return frozenset(skill.name for skill in skills.skills) if skills else frozenset()

    def _is_native(self, session_id: str) -> bool:
        conversation = self.surroundings.state().conversations.get(session_id)
        snapshot = conversation.snapshot if conversation else None
        return snapshot is not None and (snapshot.harness or "").endswith("-native")

    # -- earlier messages, the editor, folded pastes ------------------------------------------------------------

    def action_composer_history(self) -> None:
        """Look for an earlier message of any session."""
        from omnigent_tui.screens.earlier_messages import EarlierMessages

        known = self.surroundings.state().sessions.by_id
        titles = {session_id: entry.row.title or "Untitled" for session_id, entry in known.items()}
        prompts = self.surroundings.drafts.prompts()

        def take(text: str | None) -> None:
            self.action_composer_focus()
            if text is not None:
                self.composer.recall(text)

        screen = EarlierMessages(prompts, titles, self.composer.owner, self.surroundings.clock())
        self.app.push_screen(screen, take)

    def action_composer_editor(self) -> None:
        """Write in an editor of one's own."""
        self.run_worker(self._edit_outside(), group="editor", exclusive=True, description="editor")

    async def _edit_outside(self) -> None:
        owner, written = self.composer.owner, self.composer.shown.full_text
        result = await edited(self.app, written)
        if result.text is not None and result.text != written:
            if self.composer.owner == owner:
                self.composer.take_text(result.text)
            else:
                self.surroundings.drafts.keep(owner, draft_of(result.text))
        if result.rescued is not None:
            self.composer.cleared = draft_of(result.rescued)
        if not result.problem and result.text == "" and written:
            restore = self.surroundings.key_of("composer.restore")
            self.say(f"The file was empty; {restore} brings your text back.")
        else:
            self.say(result.problem)

    def on_composer_nothing_to_restore(self, event: Composer.NothingToRestore) -> None:
        """Say so."""
        event.stop()
        self.say("Nothing to bring back: no text was cleared or sent.")

    def action_composer_unfold(self) -> None:
        """Show the paste that a chip stands for."""
        problem = self.composer.unfold()
        editor = self.surroundings.key_of("composer.editor")
        self.say(f"{problem} {editor} opens the whole text in your editor." if "too many" in problem else problem)
