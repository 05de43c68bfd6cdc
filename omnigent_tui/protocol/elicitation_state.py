"""What became of one elicitation: `GET /v1/sessions/{id}/elicitations/{elicitation_id}`."""

from omnigent_tui.protocol.base import ServerModel


class ElicitationState(ServerModel):
    """`status` is `pending` or `resolved` (also for ids the server does not know)."""

    status: str = "resolved"
    message: str = ""
    phase: str | None = None
    policy_name: str | None = None
    content_preview: str | None = None

    @property
    def is_pending(self) -> bool:
        """Whether somebody still has to decide."""
        return self.status == "pending"
