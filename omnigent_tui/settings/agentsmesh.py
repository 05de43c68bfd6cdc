"""How to reach AgentsMesh: table ``[agentsmesh]`` of the settings file, each key overruled by an environment variable.

``url`` or ``OMNIGENT_TUI_AGENTSMESH_URL``, ``org`` or ``OMNIGENT_TUI_AGENTSMESH_ORG`` (the organisation's slug),
``api_key`` or ``OMNIGENT_TUI_AGENTSMESH_API_KEY``. There is no default address.
"""

import re
import stat
from collections.abc import Mapping
from pathlib import Path

from omnigent_tui.settings.server_url import ServerUrlError, parse_server_address
from omnigent_tui.settings.tokens import Token, TokenError
from omnigent_tui.values import Value

URL_VARIABLE = "OMNIGENT_TUI_AGENTSMESH_URL"
ORG_VARIABLE = "OMNIGENT_TUI_AGENTSMESH_ORG"
API_KEY_VARIABLE = "OMNIGENT_TUI_AGENTSMESH_API_KEY"
TABLE = "agentsmesh"
_KEYS = ("url", "org", "api_key")
_VARIABLES = {"url": URL_VARIABLE, "org": ORG_VARIABLE, "api_key": API_KEY_VARIABLE}
# People paste what they see in examples: the whole prefix of the API, with or without the organisation.
_API_PREFIX = re.compile(r"/api/v1(?:/ext(?:/orgs(?:/(?P<org>[^/]+))?)?)?$")
_SLUG = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")


class AgentsMeshSettings(Value):
    """What the settings file says, unchecked but for its kind."""

    url: str | None = None
    org: str | None = None
    api_key: Token | None = None


class AgentsMeshAccount(Value):
    """A usable account: base URL without trailing slash, the organisation's slug, and a key of that organisation."""

    url: str
    org: str
    api_key: Token


class AgentsMeshLookup(Value):
    """The account, or None with a sentence for each thing that is wrong; neither when nobody asked for AgentsMesh."""

    account: AgentsMeshAccount | None = None
    problems: tuple[str, ...] = ()


def read_agentsmesh_table(table: object, path: Path) -> tuple[AgentsMeshSettings, list[str]]:
    """Read the table of the settings file at `path`; returns it and what was wrong. A key never stands in a problem."""
    if not isinstance(table, dict):
        return AgentsMeshSettings(), [f"{TABLE}: must be a table with {', '.join(_KEYS)}"]
    problems = [f"unknown key {f'{TABLE}.{name}'!r} is ignored" for name in table if name not in _KEYS]
    texts: dict[str, str] = {}
    for name in _KEYS:
        value = table.get(name)
        if isinstance(value, str) and value.strip():
            texts[name] = value.strip()
        elif name in table:
            problems.append(f"{TABLE}.{name}: must be a text that is not empty; it is ignored")
    key, problem = _token(texts.get("api_key"), f"{TABLE}.api_key")
    problems += [problem] if problem else []
    if key is not None and _others_may_read(path):
        problems.append(f"{TABLE}.api_key can be read by other users of this machine: chmod 600 {path}")
    return AgentsMeshSettings(texts.get("url"), texts.get("org"), key), problems


def find_agentsmesh(settings: AgentsMeshSettings, environ: Mapping[str, str]) -> AgentsMeshLookup:
    """Return the account that environment and settings name together; never raises."""
    url = environ.get(URL_VARIABLE, "").strip() or settings.url
    org = environ.get(ORG_VARIABLE, "").strip() or settings.org
    key, problem = _token(environ.get(API_KEY_VARIABLE, "").strip() or None, API_KEY_VARIABLE)
    key = key or settings.api_key
    if not (url or org or key or problem):
        return AgentsMeshLookup()
    problems = [problem] if problem else []
    if url is not None:
        url, linked_org, problem = _address(url)
        org = org or linked_org
        problems += [problem] if problem else []
    if org is not None and (_is_key(org) or not _SLUG.match(org)):
        # Not quoted: it may be the key, written to the wrong place.
        problems.append("the AgentsMesh organisation is no slug: see Settings, Organization in AgentsMesh")
    if problems:
        return AgentsMeshLookup(problems=tuple(problems))
    if url is None or org is None or key is None:
        return AgentsMeshLookup(problems=(_missing(url=url, org=org, api_key=key),))
    return AgentsMeshLookup(AgentsMeshAccount(url, org, key))


def how_to_set_up() -> str:
    """Return a sentence that says what AgentsMesh needs to be shown."""
    return (
        f"Set {URL_VARIABLE}, {ORG_VARIABLE} and {API_KEY_VARIABLE}, "
        f"or {', '.join(_KEYS)} under [{TABLE}] in the settings file."
    )


def _missing(**found: object) -> str:
    wanted = [f"{_VARIABLES[name]} (or {name} under [{TABLE}])" for name in _KEYS if found[name] is None]
    return f"AgentsMesh also needs {' and '.join(wanted)}"


def _token(text: str | None, source: str) -> tuple[Token | None, str | None]:
    if text is None:
        return None, None
    try:
        return Token(text), None
    except TokenError as error:
        return None, f"{source}: {error}"


def _address(text: str) -> tuple[str | None, str | None, str | None]:
    """Return base URL, organisation named in it, and what is wrong."""
    if _is_key(text):
        return None, None, "the AgentsMesh address cannot be used: it looks like an API key"
    try:
        url = parse_server_address(text).url
    except ServerUrlError as error:
        return None, None, f"the AgentsMesh address cannot be used: {error}"
    prefix = _API_PREFIX.search(url)
    return (url[: prefix.start()], prefix["org"], None) if prefix else (url, None, None)


def _is_key(text: str) -> bool:
    return text.startswith("amk_")


def _others_may_read(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False
