"""The pure core: frozen state, the events that change it, and the one function that does."""
