"""Replays of recorded streams: whatever is cut, repeated or interleaved, the transcript ends as the server has it."""
