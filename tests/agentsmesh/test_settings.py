"""Address, organisation and key: where they come from, what is wrong with them, and that the key never shows."""

from pathlib import Path

import pytest

from omnigent_tui.settings.agentsmesh import (
    API_KEY_VARIABLE,
    ORG_VARIABLE,
    URL_VARIABLE,
    AgentsMeshAccount,
    AgentsMeshLookup,
    AgentsMeshSettings,
    find_agentsmesh,
    how_to_set_up,
)
from omnigent_tui.settings.log_file import redact
from omnigent_tui.settings.settings_file import LoadedSettings, Settings, load_settings
from omnigent_tui.settings.tokens import Token

KEY = "amk_0123456789abcdef"
FULL = {URL_VARIABLE: "https://mesh.example.com/", ORG_VARIABLE: "acme", API_KEY_VARIABLE: KEY}
ACCOUNT = AgentsMeshAccount("https://mesh.example.com", "acme", Token(KEY))


def load(tmp_path: Path, text: str, mode: int = 0o600) -> LoadedSettings:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return load_settings(path)


def table(url: str = "https://mesh.example.com", org: str = "acme", api_key: str = KEY) -> str:
    return f'[agentsmesh]\nurl = "{url}"\norg = "{org}"\napi_key = "{api_key}"\n'


def test_nobody_asked_for_it() -> None:
    assert find_agentsmesh(AgentsMeshSettings(), {}) == AgentsMeshLookup()
    assert find_agentsmesh(AgentsMeshSettings(), dict.fromkeys(FULL, "  ")) == AgentsMeshLookup()


def test_the_environment_is_enough() -> None:
    assert find_agentsmesh(AgentsMeshSettings(), FULL) == AgentsMeshLookup(ACCOUNT)


def test_the_settings_file_is_enough(tmp_path: Path) -> None:
    loaded = load(tmp_path, table())
    assert loaded.problems == ()
    assert find_agentsmesh(loaded.settings.agentsmesh, {}) == AgentsMeshLookup(ACCOUNT)


def test_the_environment_overrules_the_file_key_by_key(tmp_path: Path) -> None:
    settings = load(tmp_path, table()).settings.agentsmesh
    found = find_agentsmesh(settings, {ORG_VARIABLE: "other"}).account
    assert found == AgentsMeshAccount("https://mesh.example.com", "other", Token(KEY))


@pytest.mark.parametrize("missing", FULL)
def test_what_is_missing_is_named(missing: str) -> None:
    lookup = find_agentsmesh(AgentsMeshSettings(), {k: v for k, v in FULL.items() if k != missing})
    assert lookup.account is None
    (problem,) = lookup.problems
    assert missing in problem
    assert [name for name in FULL if name in problem] == [missing]
    assert missing in how_to_set_up()


@pytest.mark.parametrize("end", ["/api/v1", "/api/v1/ext", "/api/v1/ext/orgs/acme", "/api/v1/ext/orgs/acme/"])
def test_a_pasted_prefix_is_no_part_of_the_address(end: str) -> None:
    found = find_agentsmesh(AgentsMeshSettings(), {**FULL, URL_VARIABLE: f"https://mesh.example.com{end}"})
    assert found == AgentsMeshLookup(ACCOUNT)


def test_a_pasted_prefix_names_the_organisation() -> None:
    environ = {URL_VARIABLE: "https://mesh.example.com/base/api/v1/ext/orgs/acme", API_KEY_VARIABLE: KEY}
    account = AgentsMeshAccount("https://mesh.example.com/base", "acme", Token(KEY))
    assert find_agentsmesh(AgentsMeshSettings(), environ) == AgentsMeshLookup(account)


@pytest.mark.parametrize(
    "wrong",
    [
        {URL_VARIABLE: "ftp://mesh.example.com"},
        {URL_VARIABLE: "https://name:secret@mesh.example.com"},
        {URL_VARIABLE: KEY},
        {ORG_VARIABLE: "a/../b"},
        {ORG_VARIABLE: ".."},
        {ORG_VARIABLE: KEY},
        {API_KEY_VARIABLE: f"{KEY}\nX-Evil: 1"},
    ],
)
def test_what_cannot_be_used_is_said_without_giving_anything_away(wrong: dict[str, str]) -> None:
    lookup = find_agentsmesh(AgentsMeshSettings(), {**FULL, **wrong})
    assert lookup.account is None
    assert lookup.problems
    assert KEY not in repr(lookup)
    assert "secret" not in repr(lookup)


def test_wrong_values_cost_only_themselves(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'theme = "terminal"\n[agentsmesh]\nurl = 5\norg = "acme"\napi_key = ""\ncolour = 1\n')
    assert loaded.settings == Settings(theme="terminal", agentsmesh=AgentsMeshSettings(org="acme"))
    assert len(loaded.problems) == 3
    assert all("agentsmesh." in problem for problem in loaded.problems)


def test_something_else_than_a_table_is_told(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'agentsmesh = "https://mesh.example.com"')
    assert loaded.settings == Settings()
    assert "must be a table" in loaded.problems[0]


def test_a_file_that_others_can_read_is_told(tmp_path: Path) -> None:
    assert "chmod 600" in load(tmp_path, table(), 0o644).problems[0]
    assert load(tmp_path, '[agentsmesh]\norg = "acme"', 0o644).problems == ()


def test_the_key_never_shows(tmp_path: Path) -> None:
    loaded = load(tmp_path, table(), 0o644)
    account = find_agentsmesh(loaded.settings.agentsmesh, {}).account
    assert account is not None
    assert account.api_key.reveal() == KEY
    shown = f"{loaded!r} {loaded.settings} {account!r} {account}"
    assert KEY not in shown
    assert KEY not in redact(f"GET /x x-api-key {KEY}")


def test_a_key_that_cannot_be_sent_is_not_quoted(tmp_path: Path) -> None:
    loaded = load(tmp_path, table(api_key=f"{KEY} with blanks"))
    assert loaded.settings.agentsmesh.api_key is None
    assert loaded.problems
    assert KEY not in repr(loaded)
