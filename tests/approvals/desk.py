"""A person at the keyboard of the program in tmux who answers what the queue of questions shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.launching import PROGRAM, environment
from tests.e2e.tmux_terminal import Tmux

_CARD, _AWAY = "Needs you ·", " to answer"
"""What the card's heading says, and what the card says while the focus is not in it."""
_PATIENCE_SECONDS = 60.0
"""Seconds after which a wait fails; never part of what a test claims."""
_LOOK_SECONDS = 0.5
"""More than the slowest link of these tests takes for a key and what it changes."""
_THOUGHT_SECONDS = 0.8
"""More than the program asks for between reading a question and answering it."""


class Desk:
    """The program in a window; keys by tmux's names."""

    def __init__(self, tmux: Tmux) -> None:
        self.tmux = tmux

    @property
    def sees(self) -> str:
        """What the window shows."""
        return self.tmux.text

    def reads(self, text: str) -> None:
        """Wait until the text is on the screen."""
        self.until(lambda: text in self.sees, f"{text!r} is on the screen")

    def loses(self, text: str) -> None:
        """Wait until the text is no longer on the screen."""
        self.until(lambda: text not in self.sees, f"{text!r} goes from the screen")

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the condition holds; fails with what the window shows."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, f"never: {what}\n{self.sees}"
            time.sleep(0.1)

    def shows(self, text: str, times: int) -> None:
        """Wait until the text is on the screen so many times."""
        self.until(lambda: self.sees.count(text) == times, f"{text!r} {times} times in the window")

    def opens_queue(self) -> None:
        """Look at everything that waits."""
        self.tmux.press("C-t")
        self.reads("Esc back")

    def points_at(self, words: str) -> None:
        """Put the queue's cursor on the line with these words."""
        self.until(lambda: self._is_listed(words), f"{words!r} is in the queue")
        if _CARD in self.sees and _AWAY not in self.sees:
            # The question before was answered, and the card shows the next one with the focus still in it.
            self.tmux.press("Escape")
            self.reads(_AWAY)
        for _ in range(60):
            at, wanted = self._place("❯"), self._place(words)
            if at == wanted:
                # Over a slow link a key that was pressed before may still be on its way.
                time.sleep(_LOOK_SECONDS)
                if self._place("❯") == self._place(words):
                    return
            else:
                self.tmux.press("Up" if at > wanted else "Down")
                self._settles(at)
        raise AssertionError(f"the cursor does not come to {words!r}\n{self.sees}")

    def _is_listed(self, words: str) -> bool:
        return self._place(words) >= 0

    def _place(self, words: str) -> int:
        return next((number for number, line in enumerate(self.tmux.lines) if words in line), -1)

    def _settles(self, at: int) -> None:
        """Give the cursor a moment to move; the next step looks again where it is."""
        end = time.monotonic() + 2.0
        while self._place("❯") == at and time.monotonic() < end:
            time.sleep(0.05)

    def goes_to_card(self, words: str) -> None:
        """Put the focus into the card under the queue, once it shows these words."""
        self.reads(words)
        self.tmux.press("Tab")
        self.loses(_AWAY)
        assert words in self.sees, f"the card shows another question than {words!r}\n{self.sees}"

    def considers(self, key: str, until: Callable[[], object], what: str) -> None:
        """Press a key after having read for a moment, again if the program finds that it came too soon."""
        for _ in range(60):
            time.sleep(_THOUGHT_SECONDS)
            self.tmux.press(key)
            self.until(lambda: until() or "Too soon" in self.sees, what)
            if until():
                return
        raise AssertionError(f"always too soon for: {what}\n{self.sees}")


@contextmanager
def desk(
    folder: Path,
    home: Path,
    url: str,
    session_id: str,
    *,
    size: tuple[int, int] = (100, 30),
    through: Sequence[str] = (),
) -> Iterator[Desk]:
    """Start the program on a session, `through` another one if given, and come back when it is live."""
    folder.mkdir(parents=True, exist_ok=True)
    with Tmux(folder, environment(home), size) as tmux:
        tmux.start([*through, *PROGRAM, "--server", url, "--session", session_id])
        person = Desk(tmux)
        person.reads("● live")
        yield person
