"""The settings file: every key, and that nothing wrong in it is fatal or silent."""

import sys
from pathlib import Path

import pytest

from omnigent_tui.settings.locations import find_locations
from omnigent_tui.settings.settings_document import flatten_key_table
from omnigent_tui.settings.settings_file import LoadedSettings, Settings, load_settings


def load(tmp_path: Path, text: str) -> LoadedSettings:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_without_a_file_the_defaults_apply(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "none.toml")
    assert loaded.settings == Settings()
    assert loaded.problems == ()
    assert load(tmp_path, "").settings == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        """
        server = "https://agents.example.com"
        theme = "omnigent-light"
        frame_rate = 15
        frame_diff = false
        mouse = false
        [keys]
        turn.interrupt = "f2"
        "session.new" = ["f3", "f4"]
        theme.next = []
        """,
    )
    assert loaded.problems == ()
    assert loaded.settings == Settings(
        server="https://agents.example.com",
        theme="omnigent-light",
        frame_rate=15,
        frame_diff=False,
        mouse=False,
        keys={"turn.interrupt": ("f2",), "session.new": ("f3", "f4"), "theme.next": ()},
    )


def test_an_unknown_key_is_told_and_the_rest_applies(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'colour = "red"\nframe_rate = 10')
    assert loaded.settings == Settings(frame_rate=10)
    assert loaded.problems == (f"{loaded.path}: unknown key 'colour' is ignored",)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("frame_rate = 0", "frame_rate"),
        ("frame_rate = 61", "frame_rate"),
        ('frame_rate = "30"', "frame_rate"),
        ("frame_rate = true", "frame_rate"),
        ("mouse = 1", "mouse"),
        ('server = ""', "server"),
        ("server = 6767", "server"),
        ("theme = []", "theme"),
        ('keys = "ctrl+x"', "keys"),
        ("[keys]\nturn.interrupt = 5", "keys.turn.interrupt"),
        ("[keys]\nturn.interrupt = [1]", "keys.turn.interrupt"),
    ],
)
def test_a_wrong_value_is_told_and_its_default_used(tmp_path: Path, line: str, key: str) -> None:
    loaded = load(tmp_path, f"unknown = 1\n{line}")
    assert loaded.settings == Settings()
    assert len(loaded.problems) == 2
    assert any(f"{loaded.path}: {key}: " in problem for problem in loaded.problems)


@pytest.mark.parametrize("text", ["theme = ", "= 1", "[keys", "\ufffe"])
def test_a_broken_file_is_told_and_defaults_apply(tmp_path: Path, text: str) -> None:
    loaded = load(tmp_path, text)
    assert loaded.settings == Settings()
    assert len(loaded.problems) == 1
    assert "not valid TOML, so defaults are used" in loaded.problems[0]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    loaded = load_settings(tmp_path / "settings.toml")
    assert "cannot be read" in loaded.problems[0]
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in load_settings(tmp_path / "binary.toml").problems[0]


def test_keys_may_be_written_dotted_quoted_or_nested() -> None:
    table = {"turn": {"interrupt": "f2, f3"}, "session.new": ["f4"], "a": {"b": {"c": 1}}}
    keys, problems = flatten_key_table(table)
    assert keys == {"turn.interrupt": ("f2", "f3"), "session.new": ("f4",)}
    assert len(problems) == 1


def test_folders_follow_the_variables(tmp_path: Path) -> None:
    environ = {"OMNIGENT_TUI_CONFIG_DIR": str(tmp_path / "c"), "OMNIGENT_TUI_STATE_DIR": str(tmp_path / "s")}
    locations = find_locations(environ)
    assert locations.settings_file == tmp_path / "c" / "settings.toml"
    assert locations.themes_dir == tmp_path / "c" / "themes"
    assert locations.state_file == tmp_path / "s" / "state.json"
    assert locations.default_log_file == tmp_path / "s" / "omnigent-tui.log"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are those of Linux")
def test_folders_follow_the_platform_without_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    locations = find_locations({"OMNIGENT_TUI_CONFIG_DIR": ""})
    assert locations.config_dir == tmp_path / "c" / "omnigent-tui"
    assert locations.state_dir == tmp_path / "s" / "omnigent-tui"
