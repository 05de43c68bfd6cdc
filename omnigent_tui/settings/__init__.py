"""The settings file, the state file and where they lie."""
