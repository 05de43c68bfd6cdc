"""What the server answers to posted events and to calls that start something."""

from omnigent_tui.protocol.base import ServerModel


class MessageAck(ServerModel):
    """A posted event was taken, or denied by a policy (then `reason` says why and nothing is kept of it).

    `item_id` is the stored item of an in-process agent; `pending_id` the queue entry of a native one.
    """

    queued: bool = False
    item_id: str | None = None
    pending_id: str | None = None
    denied: bool = False
    reason: str | None = None
    elicitation_id: str | None = None


class RetryAck(ServerModel):
    """`recovery`: already_connected, native_terminal_ready or runner_relaunched."""

    queued: bool = False
    recovered: bool = False
    recovery: str | None = None


class BundleCreated(ServerModel):
    """A session created together with its agent from an uploaded bundle; not a snapshot."""

    session_id: str
    agent_id: str | None = None
    agent_name: str | None = None


class LaunchAck(ServerModel):
    """A runner is being launched; it comes online about 0.2 s later."""

    runner_id: str
    status: str = "launching"
