"""`python -m screenshots [NAME ...] [--folder PATH]`: records the pictures, all of them unless some are named."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

# Before Textual is imported, which reads both.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.pop("NO_COLOR", None)

from screenshots import recording_clock
from screenshots.demo_server import demo_server, free_port
from screenshots.drawing import draw
from screenshots.scenes import SCENES, Scene
from screenshots.stage import stage


async def _picture(scene: Scene, url: str, session_id: str | None) -> str:
    recording_clock.begin()
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder), url, session_id, scene.size, scene.theme) as on:
            await scene.play(on)
            await on.settles()
            return draw(on.app, "omnigent-tui")


def _record(scene: Scene) -> str:
    if scene.prepare is None:
        return asyncio.run(_picture(scene, f"http://127.0.0.1:{free_port()}", None))
    with demo_server() as server:
        return asyncio.run(_picture(scene, server.url, scene.prepare(server)))


def main() -> None:
    """Record."""
    parser = argparse.ArgumentParser(prog="python -m screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(scene.name for scene in SCENES))
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="where to write")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - {scene.name for scene in SCENES}:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    for scene in SCENES:
        if not arguments.names or scene.name in arguments.names:
            path = arguments.folder / f"{scene.name}.svg"
            path.write_text(_record(scene), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()
