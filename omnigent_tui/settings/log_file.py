"""The log file of ``--log-file``: what happened, without a single token and without terminal controls.

Redaction works on the finished text of a record, tracebacks included, so no path into the log goes round it.
"""

import logging
import re
from pathlib import Path
from urllib.parse import quote

from omnigent_tui.protocol.cleaning import reveal
from omnigent_tui.settings.tokens import every_token_text

REDACTED = "[redacted]"
_FORMAT = "%(asctime)s.%(msecs)03d %(levelname)-7s %(name)s: %(message)s"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Authorization: Bearer …, as a header line, in a dict's repr or in a list of byte pairs.
    (re.compile(r"(?i)(authorization['\"]?\s*[:=,]\s*b?['\"]?)[^'\"\r\n,})]+"), rf"\1{REDACTED}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"(?i)((?:set-)?cookie['\"]?\s*[:=,]\s*b?['\"]?)[^'\"\r\n]+"), rf"\1{REDACTED}"),
    # A JSON web token, wherever it stands.
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?"), REDACTED),
    # ?token=…&, "refresh_token": "…", password='…'
    (
        re.compile(
            r"(?i)((?:[a-z]+[_-])?(?:token|password|secret|ticket|api[_-]?key)['\"]?\s*[=:]\s*b?['\"]?)"
            r"[^\s'\"&,;)}\]]+"
        ),
        rf"\1{REDACTED}",
    ),
    # https://user:password@host
    (re.compile(r"(://)[^/\s@'\"]+@"), rf"\1{REDACTED}@"),
)


def redact(text: str) -> str:
    """Return the text with every `Token` of this process and everything shaped like a credential replaced."""
    # Longest first: a token that contains another one must not leave its rest behind.
    for secret in sorted(every_token_text(), key=len, reverse=True):
        text = text.replace(secret, REDACTED).replace(quote(secret, safe=""), REDACTED)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats a record completely, traceback included, then redacts it and spells out control characters."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished, harmless text of one record."""
        return reveal(redact(super().format(record)))


def set_up_logging(path: Path | None) -> None:
    """Send the log to a file only its owner can read, or nowhere.

    Nothing may reach standard error while the screen is drawn, so without a file the log is dropped rather than left
    to the default handler.

    Raises:
        OSError: the file cannot be written.
    """
    root = logging.getLogger()
    handler: logging.Handler = logging.NullHandler()
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
        handler.setFormatter(RedactingFormatter(_FORMAT, datefmt="%Y-%m-%dT%H:%M:%S"))
        root.setLevel(logging.INFO)
        logging.getLogger("omnigent_tui").setLevel(logging.DEBUG)
        logging.captureWarnings(True)
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
