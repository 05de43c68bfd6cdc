"""The user's settings: one TOML file, read once at start, in which nothing wrong is fatal.

A key this version does not know is reported and kept out; a value of the wrong kind is reported and its default used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnigent_tui.settings.agentsmesh import AgentsMeshSettings, read_agentsmesh_table
from omnigent_tui.settings.settings_document import flatten_key_table, read_settings_document

DEFAULT_THEME = "auto"
DEFAULT_FRAME_RATE = 16


class Settings(BaseModel):
    """What can be set; every field has a default, so an empty file is a valid one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)

    server: Annotated[str, Field(min_length=1)] | None = None
    """Address of the Omnigent server to use when neither option nor environment names one."""
    theme: Annotated[str, Field(min_length=1)] = DEFAULT_THEME
    """A theme's name; ``auto`` picks the dark theme, or the terminal's own colours where it has only sixteen."""
    frame_rate: Annotated[int, Field(ge=1, le=60)] = DEFAULT_FRAME_RATE
    """Most repaints per second while text streams in."""
    frame_diff: bool = True
    """Write only changed cells to the terminal; off writes whole regions, for terminals that show leftovers."""
    mouse: bool = True
    """Report mouse clicks and the wheel to the program; off leaves selection to the terminal."""
    keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Command id → keys that replace its default ones; an empty list unbinds. Checked against the command table."""
    agentsmesh: AgentsMeshSettings = AgentsMeshSettings()
    """Address, organisation and API key of an AgentsMesh, whose runners are shown beside Omnigent's."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, the file they came from, and one sentence per thing in it that could not be used."""

    settings: Settings = field(default_factory=Settings)
    path: Path | None = None
    problems: tuple[str, ...] = ()


def load_settings(path: Path) -> LoadedSettings:
    """Read and check the settings file; never raises for what stands in it."""
    document, problems = read_settings_document(path)
    values, more = _usable_values(document, path)
    settings, wrong = _validate(values)
    return LoadedSettings(settings, path, (*problems, *(f"{path}: {text}" for text in (*more, *wrong))))


def _usable_values(document: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in document.items():
        if key not in Settings.model_fields:
            problems.append(f"unknown key {key!r} is ignored")
        elif key == "keys":
            values[key], wrong = flatten_key_table(value)
            problems += wrong
        elif key == "agentsmesh":
            values[key], wrong = read_agentsmesh_table(value, path)
            problems += wrong
        else:
            values[key] = value
    return values, problems


def _validate(values: dict[str, Any]) -> tuple[Settings, list[str]]:
    try:
        return Settings.model_validate(values), []
    except ValidationError as error:
        problems = [f"{_dotted(e['loc'])}: {e['msg']}; its default is used" for e in error.errors()]
        wrong = {e["loc"][0] for e in error.errors()}
    return Settings.model_validate({k: v for k, v in values.items() if k not in wrong}), problems


def _dotted(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)
