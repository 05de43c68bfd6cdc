"""The fleet: its state, its requests, and its screen at the keyboard."""
