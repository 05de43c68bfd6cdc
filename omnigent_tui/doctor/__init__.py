"""``omnigent-tui doctor``: what this installation would connect to, with which login, on which terminal."""
