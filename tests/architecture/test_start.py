"""What a start loads, and what it leaves until somebody needs it: memory and time of every start."""

import re
import subprocess
import sys

from tests.architecture.files import ROOT

PAINTED_WITH = ("omnigent_tui.app",)
WORKED_WITH = ("omnigent_tui.app", "omnigent_tui.live.performer", "omnigent_tui.screens.main")
WARM = "from omnigent_tui.rendering.warm_up import warm_up\nwarm_up()\n"

NOT_TO_PAINT = {
    "httpx",
    "websockets",
    "markdown_it",
    "pydantic",
    "pygments.lexers",
    "omnigent_tui.live.performer",
    "omnigent_tui.screens.main",
    "omnigent_tui.state.app_state",
}
NEVER_AT_THE_START = {
    "click",
    "gzip",
    "omnigent_tui.agentsmesh",
    "omnigent_tui.demo",
    "omnigent_tui.live.export",
    "omnigent_tui.live.new_session",
    "omnigent_tui.live.searching",
    "omnigent_tui.live.starting",
    "omnigent_tui.protocol.agentsmesh.runners",
    "omnigent_tui.screens.attention",
    "omnigent_tui.screens.copy_chooser",
    "omnigent_tui.screens.dialogs",
    "omnigent_tui.screens.earlier_messages",
    "omnigent_tui.screens.files",
    "omnigent_tui.screens.fleet",
    "omnigent_tui.screens.help",
    "omnigent_tui.screens.new_session",
    "omnigent_tui.screens.palette",
    "pygments.lexers.python",
    "rich.markdown",
    "rich.progress",
    "rich.syntax",
    "tarfile",
    "textual.widgets._markdown",
    "yaml",
}
"""Each is a megabyte or a few dozen modules that most sessions never use."""


def loaded_by(modules: tuple[str, ...], more: str = "") -> set[str]:
    program = "".join(f"import {module}\n" for module in modules) + more + "import sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_first_paint_waits_for_nothing_it_does_not_show() -> None:
    assert loaded_by(PAINTED_WITH) & NOT_TO_PAINT == set()


def test_a_start_loads_nothing_that_waits_for_a_key() -> None:
    loaded = loaded_by(WORKED_WITH, WARM)
    assert {"httpx", "omnigent_tui.widgets.transcript.view", "markdown_it"} <= loaded
    assert loaded & NEVER_AT_THE_START == set()


def test_a_model_of_server_json_is_built_when_it_is_needed() -> None:
    count = (
        "from omnigent_tui.protocol.base import ServerModel\n"
        "kinds = ServerModel.__subclasses__()\n"
        "for kind in kinds: kinds += kind.__subclasses__()\n"
        "print(len(kinds), sum(kind.__pydantic_complete__ for kind in kinds), 'kinds')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", "".join(f"import {module}\n" for module in WORKED_WITH) + count],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.fullmatch(r"(\d+) (\d+) kinds\n", done.stdout)
    assert found is not None
    assert int(found[1]) > 100
    assert int(found[2]) == 0
