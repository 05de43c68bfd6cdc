"""The log: every way a token could get into it, and what must not reach the terminal of its reader."""

import logging
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from omnigent_tui.settings.log_file import REDACTED, redact, set_up_logging
from omnigent_tui.settings.tokens import Token

PLAIN = "s3cr3t/with+odd=chars%and&more"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLXBhcnQ"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    for handler in handlers:
        root.removeHandler(handler)
    path = tmp_path / "logs" / "tui.log"
    set_up_logging(path)
    yield path
    set_up_logging(None)
    logging.captureWarnings(False)
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


def test_a_token_made_anywhere_is_hidden_wherever_it_stands(log: Path) -> None:
    Token(PLAIN)
    logger = logging.getLogger("omnigent_tui.wire")
    logger.info("plain %s in %r", PLAIN, {"x": PLAIN})
    logger.debug("url %s", httpx.URL("https://a.example/x", params={"q": PLAIN}))
    logger.warning("glued x%sx", PLAIN)
    try:
        try:
            raise ValueError(f"cause {PLAIN}")
        except ValueError as error:
            raise RuntimeError(f"result {PLAIN}") from error
    except RuntimeError:
        logger.exception("failed with %s", PLAIN)
    text = log.read_text()
    assert "s3cr3t" not in text
    assert text.count(REDACTED) >= 7
    assert "RuntimeError" in text
    assert "ValueError" in text


def test_credentials_nobody_announced_are_hidden_by_their_shape(log: Path) -> None:
    logger = logging.getLogger("omnigent_tui")
    request = httpx.Request(
        "GET", "https://alice:hunter22@a.example/", headers={"Authorization": "Bearer opaque-value-1"}
    )
    logger.info("%r %r", request.headers.raw, dict(request.headers))
    logger.info("authorization: Bearer opaque-value-2\r\nAccept: */*")
    logger.info("curl -H 'Authorization: Basic b3BhcXVlLXZhbHVlLTM='")
    logger.info("GET /auth/cli-poll?ticket=opaque-value-4&x=1 and ?access_token=opaque-value-5")
    logger.info('{"token": "opaque-value-6", "refresh_token": "opaque-value-7", "password":"opaque-value-8"}')
    logger.info("Set-Cookie: __Host-ap_session=opaque-value-9; Path=/")
    logger.info("Cookie: ap_session=opaque-value-10; a=b")
    logger.info("bare %s end", JWT)
    logger.info("%s", request.url)
    text = log.read_text()
    assert "opaque-value" not in text
    assert "b3BhcXVl" not in text
    assert "hunter22" not in text
    assert "eyJ" not in text
    assert "a.example" in text
    assert "Accept: */*" in text
    assert "x=1" in text


def test_ordinary_text_is_left_alone() -> None:
    for text in (
        "session.usage: input_tokens=5 total_tokens=7",
        "GET http://localhost:6767/v1/sessions?limit=20 200",
        "the author decided; bearer of news",
        "TokenLookup missing",
    ):
        assert redact(text) == text


def test_control_characters_are_spelled_out(log: Path) -> None:
    logging.getLogger("omnigent_tui").info("title %s\nsecond line", "\x1b]0;pwned\x07\u202e")
    text = log.read_text()
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "pwned" in text
    assert "\nsecond line\n" in text


def test_the_file_is_the_owners_and_levels_are_sensible(log: Path) -> None:
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    logging.getLogger("omnigent_tui.live").debug("ours in detail")
    logging.getLogger("httpcore").debug("theirs in detail")
    logging.getLogger("httpx").info("theirs in short")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("a warning", UserWarning, stacklevel=1)
    text = log.read_text()
    assert "ours in detail" in text
    assert "theirs in detail" not in text
    assert "theirs in short" in text
    assert "a warning" in text


def test_an_existing_file_is_continued(log: Path) -> None:
    logging.getLogger("omnigent_tui").info("first")
    set_up_logging(log)
    logging.getLogger("omnigent_tui").info("second")
    assert [line.rsplit(" ", 1)[1] for line in log.read_text().splitlines()] == ["first", "second"]


def test_without_a_file_nothing_reaches_standard_error(log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logging(None)
    logging.getLogger("omnigent_tui").error("nobody asked")
    logging.getLogger("asyncio").critical("nobody asked")
    assert capfd.readouterr() == ("", "")


def test_a_path_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=str(tmp_path)):
        set_up_logging(tmp_path)
