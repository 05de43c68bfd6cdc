"""Follows sessions, reconnects, reconciles, and performs the user's intents. No Textual."""
