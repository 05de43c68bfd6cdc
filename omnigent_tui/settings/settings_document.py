"""The settings file as plain TOML, before its values are checked; cheap enough for ``omnigent-tui keys``."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_settings_document(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Read the file; returns the document (empty when missing or broken) and what was wrong, one sentence each."""
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream), ()
    except FileNotFoundError:
        return {}, ()
    except (OSError, UnicodeDecodeError) as error:
        return {}, (f"{path} cannot be read, so defaults are used: {error}",)
    except tomllib.TOMLDecodeError as error:
        return {}, (f"{path} is not valid TOML, so defaults are used: {error}",)


def flatten_key_table(table: object) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Read the ``[keys]`` table into command id → keys; returns it and what was wrong.

    ``"turn.interrupt" = "f2"``, ``turn.interrupt = ["f2", "f3"]`` (TOML reads the dot as a sub-table) and
    ``[keys.turn]`` with ``interrupt = "f2"`` all mean the same.
    """
    if not isinstance(table, dict):
        return {}, ["keys: must be a table of command ids"]
    keys: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for name, value in _leaves(table, ""):
        if isinstance(value, str):
            keys[name] = tuple(key.strip() for key in value.split(",") if key.strip())
        elif isinstance(value, list) and all(isinstance(key, str) and key for key in value):
            keys[name] = tuple(value)
        else:
            problems.append(f"keys.{name}: must be a key or a list of keys; the default keys stay")
    return keys, problems


def _leaves(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
