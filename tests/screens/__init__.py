"""The parts of the screens that are plain Python: drafts, recall, guards, questions, frames."""
