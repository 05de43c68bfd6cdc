"""The banner of a lost connection: no sentence is cut where it can be left out."""

import pytest

from omnigent_tui.state.conversation import Conversation, StreamPhase, StreamState
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.widgets.connection_banner import ConnectionBanner
from tests.widgets.stage import screen_text, staged

SERVER = ServerState(url="http://127.0.0.1:6767", phase=ServerPhase.CONNECTED)
HEAD = "! Reconnecting in 2 s (Ctrl+R: now)."
SAFE = "Keep typing; messages are sent later."
REASON = "Nothing listens at http://127.0.0.1:6767, and this goes on for long."


def _waiting(retry_at: float) -> Conversation:
    stream = StreamState(StreamPhase.WAITING, attempt=3, retry_at=retry_at, reason=REASON)
    return Conversation("a", stream=stream)


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [
        (150, 24, f"{HEAD} {SAFE} {REASON}"),
        (100, 24, f"{HEAD} {SAFE} {REASON}"),
        (50, 24, f"{HEAD} {SAFE}"),
        (50, 12, HEAD),
        (40, 12, HEAD),
    ],
)
async def test_what_does_not_fit_is_left_out_whole(width: int, height: int, shown: str) -> None:
    banner = ConnectionBanner()
    async with staged(banner, size=(width, height)) as (app, pilot):
        banner.show(SERVER, _waiting(12.0), "Ctrl+R", 10.0)
        await pilot.pause()
        assert " ".join(screen_text(app).split()) == shown
        assert banner.size.height == (2 if len(shown) > width - 2 else 1)
        banner.show(SERVER, _waiting(21.0), "Ctrl+R", 10.0)
        await pilot.pause()
        assert "Reconnecting in 11 s" in screen_text(app)
        banner.show(SERVER, Conversation("a", stream=StreamState(StreamPhase.LIVE)), "Ctrl+R", 10.0)
        assert not banner.display


async def test_a_long_reason_is_cut_where_words_of_it_are_left() -> None:
    banner = ConnectionBanner()
    conversation = Conversation("a", stream=StreamState(StreamPhase.REFUSED, reason="The login is over. " * 20))
    async with staged(banner, size=(50, 24)) as (app, pilot):
        banner.show(SERVER, conversation, "Ctrl+R", 10.0)
        await pilot.pause()
        shown = " ".join(screen_text(app).split())
        assert shown.startswith("! No live connection; Ctrl+R tries again, your text is kept. The login is over. The")
        assert shown.endswith("…")
