"""The session list: pages, rows pushed by the server, removals, liveness; ordered by last update."""

from collections.abc import Iterable

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client
from omnigent_tui.state.reducers.liveness import concluded, heard
from omnigent_tui.state.reducers.session_entries import with_entries
from omnigent_tui.state.sessions import ListPhase, ListSource, SessionEntry, SessionListState, changed_at
from omnigent_tui.values import replace


def page_requested(sessions: SessionListState, event: client.SessionPageRequested) -> SessionListState:
    """A page is on its way; what is shown stays."""
    if event.more:
        return replace(sessions, loading_more=True)
    phase = ListPhase.LOADING if sessions.phase in (ListPhase.UNKNOWN, ListPhase.FAILED) else sessions.phase
    return replace(sessions, phase=phase)


def page_arrived(sessions: SessionListState, event: client.SessionPageArrived) -> SessionListState:
    """Merge a page. The first page moves the cursor only when nothing was loaded beyond it."""
    merged = with_rows(_without_missing(sessions, event), event.rows, event.at)
    is_known = sessions.phase is ListPhase.READY and sessions.cursor is not None
    beyond = event.first and is_known and not event.starts_over
    return replace(
        merged,
        phase=ListPhase.READY,
        has_more=sessions.has_more if beyond else event.has_more,
        cursor=sessions.cursor if beyond else event.cursor,
        loading_more=merged.loading_more and event.first and not event.starts_over,
        failure="",
        loaded_at=event.at,
    )


def _without_missing(sessions: SessionListState, event: client.SessionPageArrived) -> SessionListState:
    """Without a socket only a page tells that a session is gone: it is newer than the page's end, and not in it."""
    if sessions.source is not ListSource.POLLING or not event.first:
        return sessions
    ids = {row.id for row in event.rows}
    end = min((changed_at(row) for row in event.rows), default=0.0) if event.has_more else float("-inf")
    shown = (sessions.by_id[session_id].row for session_id in sessions.order)
    gone = tuple(row.id for row in shown if row.id not in ids and changed_at(row) > end)
    return without(sessions, gone)


def failed(sessions: SessionListState, event: client.SessionListFailed) -> SessionListState:
    """The list could not be fetched; rows stay, with their age."""
    phase = ListPhase.FAILED if sessions.loaded_at is None else sessions.phase
    return replace(sessions, phase=phase, failure=event.reason, loading_more=False)


def with_rows(sessions: SessionListState, rows: Iterable[SessionRow], at: float) -> SessionListState:
    """Return the list with these rows, each replacing what was known of its session."""
    changed: dict[str, SessionEntry] = {}
    for row in rows:
        old = changed.get(row.id) or sessions.by_id.get(row.id)
        new = _entry(old, row, at)
        if new != old:
            changed[row.id] = new
    return with_entries(sessions, changed) if changed else sessions


def _entry(old: SessionEntry | None, row: SessionRow, at: float) -> SessionEntry:
    known = old.liveness if old else None
    says = row.runner_online is not None or row.host_online is not None
    liveness = heard(known, row.runner_online, row.host_online, at) if says else known
    since = old.status_since if old else None
    if old is not None and old.row.status != row.status:
        since = at
        liveness = concluded(liveness, old.row.status, row.status, at)
    version = old.host_version if old else None
    return SessionEntry(row=row, liveness=liveness, status_since=since, host_version=version)


def removed(sessions: SessionListState, event: client.SessionsRemoved) -> SessionListState:
    """The server says that these are gone."""
    return without(sessions, event.session_ids)


def rows_changed(sessions: SessionListState, event: client.SessionRowsChanged) -> SessionListState:
    """Take the rows; what was asked for and is not among them is gone."""
    gone = event.asked_for - {row.id for row in event.rows}
    return with_rows(without(sessions, gone), event.rows, event.at)


def without(sessions: SessionListState, session_ids: Iterable[str]) -> SessionListState:
    """Return the list without these sessions."""
    gone = set(session_ids) & sessions.by_id.keys()
    return with_entries(sessions, {}, gone) if gone else sessions


def liveness_arrived(sessions: SessionListState, event: client.LivenessArrived) -> SessionListState:
    """Return the list knowing which runners and hosts are there.

    Of an id it does not know a server says that the runner is online, on no host: that is no news of a session
    that has a host.
    """
    changed: dict[str, SessionEntry] = {}
    for session_id, (runner, host) in event.liveness.items():
        entry = sessions.by_id.get(session_id)
        if entry is None or (host is None and entry.row.host_id is not None):
            continue
        liveness = heard(entry.liveness, runner, host, event.at)
        version = event.host_versions.get(session_id, entry.host_version)
        if liveness is not entry.liveness or version != entry.host_version:
            changed[session_id] = replace(entry, liveness=liveness, host_version=version)
    return with_entries(sessions, changed) if changed else sessions


def with_status(sessions: SessionListState, session_id: str, status: str, at: float) -> SessionListState:
    """Return the list with what the stream says of one session's status; the list itself lags behind."""
    entry = sessions.by_id.get(session_id)
    shown = {"waiting": "running", "launching": "running"}.get(status, status)
    if entry is None or entry.row.status == shown:
        return sessions
    row = entry.row.model_copy(update={"status": shown})
    liveness = concluded(entry.liveness, entry.row.status, shown, at)
    changed = replace(entry, row=row, liveness=liveness, status_since=at)
    return with_entries(sessions, {session_id: changed})
