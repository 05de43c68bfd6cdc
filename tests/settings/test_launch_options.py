"""What the command line decides before the first screen: server, session, settings and what to tell."""

from pathlib import Path

import pytest

from omnigent_tui.settings.launch_options import LaunchOptions, gather_launch_options
from omnigent_tui.settings.server_resolution import ServerResolutionError, ServerSource


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "HOME": str(tmp_path),
        "OMNIGENT_TUI_CONFIG_DIR": str(tmp_path / "config"),
        "OMNIGENT_TUI_STATE_DIR": str(tmp_path / "state"),
    }


def gather(
    environ: dict[str, str], *, server: str | None = None, session: str | None = None, demo: bool = False
) -> LaunchOptions:
    return gather_launch_options(
        server=server,
        session=session,
        demo=demo,
        log_file=Path("x.log"),
        environ=environ,
        is_healthy=lambda url, deadline: False,
    )


def test_the_plain_start(environ: dict[str, str]) -> None:
    options = gather(environ)
    assert options.server is not None
    assert (options.server.url, options.server.source) == ("http://localhost:6767", ServerSource.DEFAULT)
    assert (options.session_id, options.demo, options.log_file, options.problems) == (None, False, Path("x.log"), ())


def test_a_link_given_as_server_opens_its_session(environ: dict[str, str]) -> None:
    options = gather(environ, server="https://a.example/c/abc")
    assert options.server is not None
    assert (options.server.url, options.session_id) == ("https://a.example", "abc")
    assert gather(environ, server="https://a.example/c/abc", session="def").session_id == "def"


def test_a_link_given_as_session_names_the_server(environ: dict[str, str]) -> None:
    environ["OMNIGENT_TUI_SERVER"] = "other.example"
    options = gather(environ, session="https://a.example/c/abc")
    assert options.server is not None
    assert (options.server.url, options.server.source) == ("https://a.example", ServerSource.SESSION_LINK)
    assert options.session_id == "abc"
    same = gather(environ, session="https://a.example/c/abc", server="a.example")
    assert same.server is not None
    assert same.server.source is ServerSource.OPTION


def test_a_session_on_another_server_is_a_contradiction(environ: dict[str, str]) -> None:
    with pytest.raises(
        ServerResolutionError, match=r"links to https://a\.example, but --server names https://b\.example"
    ):
        gather(environ, session="https://a.example/c/abc", server="b.example")
    with pytest.raises(ServerResolutionError, match=r"^--session: "):
        gather(environ, session="https://a.example")


def test_the_demo_asks_no_source(environ: dict[str, str]) -> None:
    environ["OMNIGENT_TUI_SERVER"] = "ftp://broken"
    options = gather(environ, demo=True, session="abc")
    assert (options.server, options.demo, options.session_id) == (None, True, "abc")


def test_problems_of_settings_and_sources_are_gathered(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("frame_rate = 5\ncolour = 1")
    (tmp_path / ".omnigent").mkdir()
    (tmp_path / ".omnigent" / "config.yaml").write_text("server: [")
    options = gather(environ)
    assert options.settings.frame_rate == 5
    assert ["colour" in options.problems[0], "YAML" in options.problems[1]] == [True, True]
