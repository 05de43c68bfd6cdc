"""Starting a session: the form, what can be chosen in it, and what it remembers."""
