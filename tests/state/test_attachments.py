"""Attached files: uploaded, failed, removed, sent with their message and given back with it; searches and skills."""

from __future__ import annotations

from typing import Any

from omnigent_tui.protocol.agents import Skill
from omnigent_tui.state import client_events as event
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.state.completions import Finding, FoundFile, SkillList
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.selectors import outgoing_entries
from omnigent_tui.values import replace

HERE, ELSEWHERE = "1" * 32, "2" * 32
NOTES = Attachment(key="a", path="/home/ada/notes.txt", name="notes.txt", size=100)
PLAN = Attachment(key="b", path="/home/ada/plan.pdf", name="plan.pdf", size=200)


def after(*events: event.ClientEvent, state: State | None = None) -> State:
    state = state or State()
    for one in events:
        state = reduce(state, one)
    return state


def attach(*files: Attachment, session_id: str = HERE) -> event.FilesAttached:
    return event.FilesAttached(session_id=session_id, attachments=files, at=1.0)


def about(kind: Any, key: str, **fields: Any) -> Any:
    return kind(session_id=HERE, key=key, at=2.0, **fields)


def uploaded(key: str) -> Any:
    return about(event.UploadFinished, key, file_id=f"file-{key}", name="", content_type="image/png")


def test_an_upload_goes_from_waiting_to_ready() -> None:
    state = after(attach(NOTES, PLAN), about(event.UploadProgressed, "a", sent=40))
    assert state.attachments[HERE][0] == replace(NOTES, phase=UploadPhase.UPLOADING, sent=40)
    assert state.attachments[HERE][1] is PLAN
    ready = after(uploaded("a"), state=state).attachments[HERE][0]
    assert (ready.phase, ready.file_id, ready.name, ready.is_image) == (UploadPhase.READY, "file-a", "notes.txt", True)


def test_a_failed_upload_stays_with_its_reason_and_can_begin_again() -> None:
    state = after(attach(NOTES), about(event.UploadFailed, "a", reason="too big"))
    assert (state.attachments[HERE][0].phase, state.attachments[HERE][0].reason) == (UploadPhase.FAILED, "too big")
    again = after(about(event.UploadProgressed, "a", sent=0), state=state).attachments[HERE][0]
    assert (again.phase, again.reason) == (UploadPhase.UPLOADING, "")


def test_the_same_file_is_attached_once_and_a_late_event_changes_nothing() -> None:
    state = after(attach(NOTES), attach(replace(NOTES, key="c")))
    assert state.attachments[HERE] == (NOTES,)
    gone = after(about(event.AttachmentRemoved, "a"), state=state)
    assert HERE not in gone.attachments
    assert after(uploaded("a"), about(event.UploadFailed, "a", reason="late"), state=gone) is gone


def test_files_leave_with_their_message_and_come_back_with_it() -> None:
    state = after(attach(NOTES, PLAN), attach(PLAN, session_id=ELSEWHERE), uploaded("a"))
    files = state.attachments[HERE][:1]
    queued = event.MessageQueued(session_id=HERE, stable_id="m", text="look", attachments=files, at=3.0)
    state = after(queued, state=state)
    assert state.attachments[HERE] == (PLAN,)
    assert state.attachments[ELSEWHERE] == (PLAN,)
    assert [entry.attachments for entry in outgoing_entries(state, HERE)] == [("notes.txt",)]
    state = after(event.MessageReturned(stable_id="m", reason="refused", at=4.0), state=state)
    assert state.attachments[HERE] == (*files, PLAN)
    assert state.returned[0].attachments == files


def test_a_search_keeps_what_was_found_until_it_has_found_more() -> None:
    def sought(query: str, *, is_local: bool = False) -> event.FilesSought:
        return event.FilesSought(session_id=HERE, query=query, is_local=is_local, at=1.0)

    found = event.FilesFound(session_id=HERE, query="a", is_local=False, files=(FoundFile("a.txt"),), at=2.0)
    state = after(sought("a"), found)
    assert state.file_search is not None
    assert (state.file_search.finding, state.file_search.files) == (Finding.FOUND, (FoundFile("a.txt"),))
    looking = after(sought("ab"), state=state).file_search
    assert looking is not None
    assert (looking.finding, looking.files) == (Finding.LOOKING, (FoundFile("a.txt"),))
    assert after(sought("ab"), found, state=state).file_search == looking, "the answer to an older question"
    elsewhere = after(sought("~/a", is_local=True), state=state).file_search
    assert elsewhere is not None
    assert elsewhere.files == ()
    failed = after(
        event.FilesNotFound(session_id=HERE, query="a", is_local=False, reason="asleep", at=3.0), state=state
    ).file_search
    assert failed is not None
    assert (failed.finding, failed.files, failed.failure) == (Finding.FAILED, (), "asleep")
    assert after(event.FileSearchLeft(at=4.0), found, state=state).file_search is None


def test_skills_known_before_stay_while_they_are_read_again_and_when_that_fails() -> None:
    skills = (Skill(name="greet"),)
    asked = event.SkillsRequested(session_id=HERE, at=1.0)
    state = after(asked, event.SkillsArrived(session_id=HERE, skills=skills, at=2.0))
    assert state.skills[HERE] == SkillList(Finding.FOUND, skills)
    assert after(asked, state=state).skills[HERE] == SkillList(Finding.LOOKING, skills)
    failed = after(event.SkillsFailed(session_id=HERE, reason="no host", at=3.0), state=state)
    assert failed.skills[HERE] == SkillList(Finding.FAILED, skills, "no host")
