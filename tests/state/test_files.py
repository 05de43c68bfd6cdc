"""The files of a session: pages, saving, deleting, and events for a session nobody looks at any more."""

from omnigent_tui.protocol.files import SessionFile
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.files import FilesPhase
from omnigent_tui.state.reducers import reduce

FIRST, SECOND = SessionFile(id="f1", name="one"), SessionFile(id="f2", name="two")


def after(*events: client.ClientEvent) -> State:
    state = reduce(State(), client.FilesRequested(session_id="s", at=1.0))
    for event in events:
        state = reduce(state, event)
    return state


def page(*files: SessionFile, cursor: str | None = None, after_id: str | None = None) -> client.FilesArrived:
    return client.FilesArrived(session_id="s", files=files, cursor=cursor, after=after_id, at=2.0)


def test_pages_are_put_together_and_a_fresh_first_page_replaces_them() -> None:
    state = after(page(FIRST, cursor="f1"), page(SECOND, after_id="f1"))
    assert list(state.files.files) == ["f1", "f2"]
    assert state.files.cursor is None
    assert list(reduce(state, page(SECOND)).files.files) == ["f2"]


def test_a_failure_keeps_what_was_read() -> None:
    state = after(page(FIRST), client.FilesFailed(session_id="s", reason="gone", at=3.0))
    assert (state.files.phase, state.files.failure, list(state.files.files)) == (FilesPhase.FAILED, "gone", ["f1"])


def test_saving_ends_well_or_not() -> None:
    saving = client.FileSaving(session_id="s", file_id="f1", path="/tmp/one", at=3.0)
    state = after(page(FIRST), saving)
    assert not state.files.savings["f1"].is_done
    saved = reduce(state, client.FileSaved(session_id="s", file_id="f1", at=4.0))
    assert saved.files.savings["f1"].is_done
    failed = reduce(state, client.FileSaved(session_id="s", file_id="f1", failure="disk full", at=4.0))
    assert (failed.files.savings["f1"].is_done, failed.files.savings["f1"].failure) == (False, "disk full")
    assert reduce(state, client.FileSaved(session_id="s", file_id="other", at=4.0)) is state


def test_deleted_is_gone_and_refused_is_told() -> None:
    state = after(page(FIRST, SECOND), client.FileDeleted(session_id="s", file_id="f1", at=3.0))
    assert list(state.files.files) == ["f2"]
    refused = reduce(state, client.FileDeleted(session_id="s", file_id="f2", failure="not yours", at=4.0))
    assert refused.files.not_deleted == {"f2": "not yours"}
    assert list(refused.files.files) == ["f2"]


def test_what_comes_late_for_another_session_changes_nothing() -> None:
    state = after(page(FIRST))
    for event in (
        client.FilesArrived(session_id="other", files=(SECOND,), cursor=None, at=5.0),
        client.FilesFailed(session_id="other", reason="r", at=5.0),
        client.FileDeleted(session_id="other", file_id="f1", at=5.0),
    ):
        assert reduce(state, event) is state
    assert reduce(state, client.FilesRequested(session_id="other", at=6.0)).files.files == {}
