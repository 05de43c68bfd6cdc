"""What the transcript view tells its screen."""

from textual.message import Message


class OlderWanted(Message):
    """The reader is near the oldest loaded entry (or asked to try again): older entries are wanted."""


class FollowingChanged(Message):
    """Whether the newest line is kept on show, and how many entries came since it is not."""

    def __init__(self, following: bool, unseen: int) -> None:
        super().__init__()
        self.following = following
        self.unseen = unseen
