"""Where the token comes from, which records are refused, and that nothing shows it by accident."""

import copy
import json
import pickle
import traceback
from pathlib import Path

import pytest

from omnigent_tui.settings.tokens import Token, TokenError, TokenLookup, find_token

SECRET = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"
NOW = 1_800_000_000.0
SERVER = "https://agents.example.com"


def store(tmp_path: Path, document: object) -> dict[str, str]:
    (tmp_path / "auth_tokens.json").write_text(document if isinstance(document, str) else json.dumps(document))
    return {"OMNIGENT_DATA_DIR": str(tmp_path)}


def look_up(environ: dict[str, str], server: str = SERVER) -> TokenLookup:
    return find_token(server, environ, now=NOW)


def test_a_token_shows_itself_only_when_asked() -> None:
    token = Token(SECRET)
    shown = [repr(token), str(token), f"{token}", f"{token!r:>20}", str([token]), str({"t": token})]
    assert all(SECRET not in text for text in shown)
    assert SECRET not in repr(TokenLookup(token, "somewhere"))
    assert token.reveal() == SECRET
    with pytest.raises(TypeError):
        pickle.dumps(token)
    with pytest.raises(TypeError):
        copy.copy(token)


def test_tokens_compare_by_what_they_hold() -> None:
    assert Token(SECRET) == Token(SECRET)
    assert Token(SECRET) != Token(SECRET + "x")
    assert Token(SECRET) != SECRET
    assert len({Token(SECRET), Token(SECRET)}) == 1


@pytest.mark.parametrize(
    "text", ["", "two words", "line\nbreak", "carriage\rreturn", "tab\t", "nul\0", "tökén", "x" * 20_000]
)
def test_text_that_cannot_be_a_header_is_refused_without_being_shown(text: str) -> None:
    try:
        Token(text)
    except TokenError:
        shown = traceback.format_exc().replace(repr(text), "").split("TokenError:")[1]
        assert not text or text not in shown
    else:
        pytest.fail("the token was accepted")


def test_the_variable_wins_over_the_store(tmp_path: Path) -> None:
    environ = store(tmp_path, {SERVER: {"token": "from-store", "expires_at": NOW + 9999}})
    environ["OMNIGENT_TUI_TOKEN"] = f" {SECRET}\n"
    found = look_up(environ)
    assert found.token == Token(SECRET)
    assert (found.source, found.problem) == ("OMNIGENT_TUI_TOKEN", None)
    environ["OMNIGENT_TUI_TOKEN"] = ""
    assert look_up(environ).token == Token("from-store")


def test_an_unusable_variable_is_told_and_not_replaced_by_the_store(tmp_path: Path) -> None:
    environ = store(tmp_path, {SERVER: {"token": "from-store", "expires_at": NOW + 9999}})
    environ["OMNIGENT_TUI_TOKEN"] = "two words"
    found = look_up(environ)
    assert found.token is None
    assert found.problem is not None
    assert "OMNIGENT_TUI_TOKEN" in found.problem
    assert "two words" not in found.problem


@pytest.mark.parametrize("key", [SERVER, SERVER + "/", "HTTPS://Agents.Example.com:443"])
def test_a_record_is_found_by_its_servers_address(tmp_path: Path, key: str) -> None:
    record = {"token": SECRET, "user_id": "alice", "expires_at": NOW + 3600}
    found = look_up(store(tmp_path, {"https://other.example": {"token": "x"}, key: record}))
    assert found.token == Token(SECRET)
    assert (found.user_id, found.expires_at, found.problem) == ("alice", NOW + 3600, None)
    assert found.source == str(tmp_path / "auth_tokens.json")


def test_another_servers_token_is_never_used(tmp_path: Path) -> None:
    environ = store(tmp_path, {"https://agents.example.com:8443": {"token": SECRET, "expires_at": NOW + 9999}})
    for server in (SERVER, "http://agents.example.com:8443", "https://agents.example.com:8443/base"):
        assert look_up(environ, server) == TokenLookup()


@pytest.mark.parametrize("expires_at", [NOW, NOW - 1, 0, None, "soon", True])
def test_an_expired_login_is_ignored_and_told(tmp_path: Path, expires_at: object) -> None:
    found = look_up(store(tmp_path, {SERVER: {"token": SECRET, "user_id": "alice", "expires_at": expires_at}}))
    assert found.token is None
    assert found.problem == f"the login for {SERVER} has expired: omnigent login {SERVER}"
    assert found.user_id == "alice"


def test_a_login_about_to_expire_is_used_and_told(tmp_path: Path) -> None:
    found = look_up(store(tmp_path, {SERVER: {"token": SECRET, "expires_at": NOW + 89}}))
    assert found.token == Token(SECRET)
    assert found.problem is not None
    assert "89 s" in found.problem
    assert look_up(store(tmp_path, {SERVER: {"token": SECRET, "expires_at": NOW + 90}})).problem is None


def test_a_databricks_record_is_explained(tmp_path: Path) -> None:
    record = {"auth_type": "databricks", "workspace_host": "https://dbc.example.com\x1b]0;x\x07", "user_id": "bob"}
    found = look_up(store(tmp_path, {SERVER: record}))
    assert found.token is None
    assert found.problem is not None
    assert "Databricks" in found.problem
    assert "databricks auth token --host https://dbc.example.com" in found.problem
    assert "\x1b" not in found.problem


@pytest.mark.parametrize("document", ["", "{", f'{{"{SERVER}": "{SECRET}"', "[" * 100_000])
def test_a_broken_store_is_told_without_quoting_it(tmp_path: Path, document: str) -> None:
    found = look_up(store(tmp_path, document))
    assert found.token is None
    assert found.problem == f"{tmp_path / 'auth_tokens.json'} is not valid JSON"


@pytest.mark.parametrize("document", [[], 3, None, {SERVER: "text"}, {"not a url": {}}, {}])
def test_a_store_of_another_shape_holds_no_token(tmp_path: Path, document: object) -> None:
    assert look_up(store(tmp_path, document)) == TokenLookup()


@pytest.mark.parametrize("token", [None, 5, "", "with\nbreak"])
def test_a_record_without_a_usable_token_is_told(tmp_path: Path, token: object) -> None:
    found = look_up(store(tmp_path, {SERVER: {"token": token, "expires_at": NOW + 9999}}))
    assert found.token is None
    assert found.problem is not None


def test_no_store_is_nothing_to_tell(tmp_path: Path) -> None:
    assert look_up({"OMNIGENT_DATA_DIR": str(tmp_path)}) == TokenLookup()


def test_an_unreadable_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "auth_tokens.json").mkdir()
    found = look_up({"OMNIGENT_DATA_DIR": str(tmp_path)})
    assert found.problem is not None
    assert "cannot be read" in found.problem
