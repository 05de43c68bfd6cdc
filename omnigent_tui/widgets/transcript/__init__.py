"""The transcript: a line-based view of a conversation of any length."""
