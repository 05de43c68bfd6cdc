"""What waits for a person: one question read on the whole screen, and the queue across all sessions."""
