"""How far the creation of a session is, in words: what is done, what is being done and since when, what follows."""

from omnigent_tui.rendering.durations import duration
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.new_session import CreationPhase, NewSessionState

_COARSE_SECONDS = 10


def progress_of(new: NewSessionState, now: float, host: str, reload_key: str, glyphs: Glyphs) -> str:
    """Return the words for how far the creation is: seconds first, then coarser, so that it does not flicker."""
    waited = max(0.0, now - new.since)
    coarse = duration(waited if waited < _COARSE_SECONDS else waited // _COARSE_SECONDS * _COARSE_SECONDS)
    match new.phase:
        case CreationPhase.LOADING if not new.agents:
            return "Reading agents and hosts…"
        case CreationPhase.PACKING | CreationPhase.CREATING if new.request is not None:
            return _stages(new.request, new.phase, coarse, host, glyphs)
        case CreationPhase.CHECKING:
            return f"{glyphs.waiting} The answer was lost; looking whether the session was made · {coarse}"
        case CreationPhase.CANCELLING:
            return f"{glyphs.waiting} Cancelling: making sure that no session is left behind · {coarse}"
        case CreationPhase.FAILED:
            retry = "" if new.agents else f" {reload_key} tries again."
            return " ".join(filter(None, (f"{glyphs.failed} {new.reason}", new.advice))) + retry
        case _:
            return ""


def _stages(request: CreateSession, phase: CreationPhase, waited: str, host: str, glyphs: Glyphs) -> str:
    """Every step in its order: the server tells of the session only when it is there, so that is one step."""
    where = f" on {host}" if host else ""
    made = "make the session"
    if request.worktree is not None and not request.bundle:
        made = f"make worktree and session{where}"
    elif request.host_id is not None:
        made = f"make the session{where}"
    steps = [
        *(["pack the agent"] if request.bundle else []),
        made,
        *(
            ["make the worktree" if request.bundle and request.worktree else "start the runner"]
            if request.host_id
            else []
        ),
        *(["send the message"] if request.first_message else []),
    ]
    at = 1 if request.bundle and phase is CreationPhase.CREATING else 0
    signs = [glyphs.done if n < at else glyphs.running if n == at else glyphs.idle for n in range(len(steps))]
    words = [f"{step} · {waited}" if n == at else step for n, step in enumerate(steps)]
    line = "   ".join(f"{sign} {word}" for sign, word in zip(signs, words, strict=True))
    return f"{line}\nA worktree can take minutes." if request.worktree else line
