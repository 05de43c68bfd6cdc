"""The files of a session: listed, saved under a free name, deleted after asking."""

from pathlib import Path

import httpx

from omnigent_tui.screens.files import FilesScreen
from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


def upload(demo: Demo, session_id: str, name: str, content: bytes) -> None:
    files = {"file": (name, content, "text/plain")}
    httpx.post(f"{demo.url}/v1/sessions/{session_id}/resources/files", files=files).raise_for_status()


async def test_files_are_saved_and_deleted(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("With files")
    upload(demo, session_id, "../notes \x1b[31m.txt", b"one")
    upload(demo, session_id, "second.txt", b"two" * 1000)
    downloads = tmp_path / "downloads"
    options = options_for(tmp_path, demo.url, session_id, export_folder=str(downloads))
    async with at_the_keyboard(options, (80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.press("alt+v")
        await person.reads("second.txt")
        await person.reads("3.0 KB")
        screen = person.app.screen
        assert isinstance(screen, FilesScreen)
        while screen.list.chosen is None or "second" not in (screen.list.chosen.metadata.filename or ""):
            await person.press("j")
        await person.press("s")
        await person.reads("✓ saved")
        await person.press("s")
        await person.until(lambda: (downloads / "second-2.txt").exists(), "a second copy under another name")
        assert (downloads / "second.txt").read_bytes() == b"two" * 1000
        await person.press("d")
        await person.reads("Delete a file of “With files”?")
        await person.press("escape")
        await person.reads("second.txt")
        await person.press("d")
        await person.consider_and_press("y")
        await person.until(lambda: len(person.state.files.files) == 1, "the file is gone")
        await person.press("k", "enter")
        await person.until(lambda: len(list(downloads.iterdir())) == 3, "the other one is saved")
        assert all(path.parent == downloads for path in downloads.iterdir())
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.main, "back")
