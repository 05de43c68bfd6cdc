"""The cases of reduce(state, event), one module per concern."""
