"""Which server to talk to, and why: the first of six sources that names one.

``--server`` → ``OMNIGENT_TUI_SERVER`` → our settings file → Omnigent's ``config.yaml`` → its healthy local server →
``http://localhost:6767``.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from omnigent_tui.settings import omnigent_files
from omnigent_tui.settings.server_url import ServerUrlError, parse_server_address
from omnigent_tui.settings.settings_file import Settings
from omnigent_tui.values import Value

SERVER_VARIABLE = "OMNIGENT_TUI_SERVER"
DEFAULT_SERVER = "http://localhost:6767"
HEALTH_DEADLINE_SECONDS = 2.0

HealthCheck = Callable[[str, float], bool]
"""``(base URL, deadline in seconds) -> answers /health with {"status": "ok"}``."""


class ServerSource(StrEnum):
    """Who named the server; the value is the wording shown to the user."""

    OPTION = "--server"
    ENVIRONMENT = SERVER_VARIABLE
    SETTINGS = "settings file"
    OMNIGENT_CONFIG = "Omnigent's config.yaml"
    LOCAL_SERVER = "local Omnigent server"
    DEFAULT = "default"
    SESSION_LINK = "--session"
    ENTERED = "entered by hand"
    DEMO = "demo"


class ResolvedServer(Value):
    """The server to use: base URL without trailing slash, who named it, and the session a pasted link opens.

    ``notes`` are sentences about sources that were passed over because they could not be read.
    """

    url: str
    source: ServerSource
    session_id: str | None = None
    notes: tuple[str, ...] = ()


class ServerResolutionError(ValueError):
    """A source the user chose names no usable server; the message names the source and the reason."""


def resolve_server(
    explicit: str | None,
    environ: Mapping[str, str],
    settings: Settings,
    *,
    is_healthy: HealthCheck,
) -> ResolvedServer:
    """Find the server.

    What the user wrote for this program (option, variable, settings file) must be usable or is an error; Omnigent's
    own files are a courtesy and only leave a note when they are broken.

    Raises:
        ServerResolutionError: the option, the variable or the settings file names no usable address.
    """
    chosen = (
        (explicit, ServerSource.OPTION),
        (environ.get(SERVER_VARIABLE) or None, ServerSource.ENVIRONMENT),
        (settings.server, ServerSource.SETTINGS),
    )
    for text, source in chosen:
        if text is not None:
            return parse_entered_server(text, source)
    notes: list[str] = []
    text, problem = omnigent_files.read_configured_server(environ)
    if problem:
        notes.append(problem)
    if text is not None:
        try:
            address = parse_server_address(text)
        except ServerUrlError as error:
            notes.append(f"{omnigent_files.config_file(environ)}: 'server' is not usable: {error}")
        else:
            return ResolvedServer(address.url, ServerSource.OMNIGENT_CONFIG)
    port = omnigent_files.read_local_server_port(environ)
    if port is not None:
        url = f"http://127.0.0.1:{port}"
        if is_healthy(url, HEALTH_DEADLINE_SECONDS):
            return ResolvedServer(url, ServerSource.LOCAL_SERVER, notes=tuple(notes))
        notes.append(f"the local Omnigent server recorded at {url} does not answer /health")
    return ResolvedServer(DEFAULT_SERVER, ServerSource.DEFAULT, notes=tuple(notes))


def parse_entered_server(text: str, source: ServerSource = ServerSource.ENTERED) -> ResolvedServer:
    """Turn one text (an option, a field of the connect screen) into a server.

    Raises:
        ServerResolutionError: with the source's name and the reason, ready to be shown.
    """
    try:
        address = parse_server_address(text)
    except ServerUrlError as error:
        raise ServerResolutionError(f"{source.value}: {error}") from error
    return ResolvedServer(address.url, source, address.session_id)
