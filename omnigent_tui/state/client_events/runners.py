"""Events about runners that are started or stopped."""

from dataclasses import dataclass

from omnigent_tui.state.client_events.event import ClientEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerAsked(ClientEvent):
    """The server was asked to start the session's runner."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerLaunching(ClientEvent):
    """The server said that the runner is being started."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerLaunched(ClientEvent):
    """The runner is online, or nobody waits for it any more."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerLaunchFailed(ClientEvent):
    """The runner was not started, or did not come online in time."""

    session_id: str
    reason: str
    advice: str = ""
