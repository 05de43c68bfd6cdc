"""What the command line hands to the application: everything decided before the first screen."""

from collections.abc import Mapping
from pathlib import Path

from omnigent_tui.settings.locations import Locations, find_locations
from omnigent_tui.settings.server_resolution import (
    HealthCheck,
    ResolvedServer,
    ServerResolutionError,
    ServerSource,
    parse_entered_server,
    resolve_server,
)
from omnigent_tui.settings.server_url import ServerUrlError, parse_session_reference
from omnigent_tui.settings.settings_file import Settings, load_settings
from omnigent_tui.values import Value


class LaunchOptions(Value):
    """One run of the application.

    ``server`` is None when ``demo`` is set: the app then starts the demo server and uses that. ``session_id`` is the
    session to open first. ``problems`` are sentences to show once (settings file, unreadable sources).
    """

    server: ResolvedServer | None
    session_id: str | None
    demo: bool
    log_file: Path | None
    settings: Settings
    locations: Locations
    problems: tuple[str, ...] = ()


def gather_launch_options(
    *,
    server: str | None,
    session: str | None,
    demo: bool,
    log_file: Path | None,
    environ: Mapping[str, str],
    is_healthy: HealthCheck,
) -> LaunchOptions:
    """Read settings and environment and decide the server and the session.

    A conversation link in ``session`` names the server too, unless ``server`` is given as well and agrees.

    Raises:
        ServerResolutionError: an address or session the user gave cannot be used, with the reason.
    """
    locations = find_locations(environ)
    loaded = load_settings(locations.settings_file)
    session_id, linked_server = _read_session(session)
    resolved: ResolvedServer | None = None
    if not demo:
        resolved = _decide_server(server, linked_server, environ, loaded.settings, is_healthy)
        session_id = session_id or resolved.session_id
    notes = resolved.notes if resolved else ()
    return LaunchOptions(
        server=resolved,
        session_id=session_id,
        demo=demo,
        log_file=log_file,
        settings=loaded.settings,
        locations=locations,
        problems=(*loaded.problems, *notes),
    )


def _read_session(session: str | None) -> tuple[str | None, str | None]:
    if session is None:
        return None, None
    try:
        return parse_session_reference(session)
    except ServerUrlError as error:
        raise ServerResolutionError(f"{ServerSource.SESSION_LINK.value}: {error}") from error


def _decide_server(
    explicit: str | None,
    linked: str | None,
    environ: Mapping[str, str],
    settings: Settings,
    is_healthy: HealthCheck,
) -> ResolvedServer:
    if linked is None:
        return resolve_server(explicit, environ, settings, is_healthy=is_healthy)
    if explicit is not None:
        chosen = parse_entered_server(explicit, ServerSource.OPTION)
        if chosen.url != linked:
            raise ServerResolutionError(f"--session links to {linked}, but --server names {chosen.url}")
        return chosen
    return ResolvedServer(linked, ServerSource.SESSION_LINK)
