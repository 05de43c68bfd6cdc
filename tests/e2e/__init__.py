"""The installed program in real terminals: a pseudo-terminal and tmux, against the demo server and the real one."""
