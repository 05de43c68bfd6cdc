"""The forms of notices: for each subject a function that says how it looks."""
