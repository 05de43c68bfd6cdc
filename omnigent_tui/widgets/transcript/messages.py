"""What the transcript view tells its screen."""

from textual.message import Message


class OlderWanted(Message):
    """The reader is near the oldest loaded entry (or asked to try again): older entries are wanted."""


class BetweenWanted(Message):
    """The reader is near a gap (or asked to try again): what follows above it is wanted, or what is before below it."""

    def __init__(self, *, from_above: bool) -> None:
        super().__init__()
        self.from_above = from_above


class FollowingChanged(Message):
    """Whether the newest line is kept on show, and how many entries came since it is not."""

    def __init__(self, following: bool, unseen: int) -> None:
        super().__init__()
        self.following = following
        self.unseen = unseen


class ChildWanted(Message):
    """The session of a sub-agent is wanted: its entry was chosen and opened."""

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id
