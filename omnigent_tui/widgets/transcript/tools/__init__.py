"""Tool cards: one file for each kind of tool, and the registry that finds the one for a call."""
