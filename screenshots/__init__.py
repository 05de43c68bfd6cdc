"""Records the README's pictures: the real application, driven by keys, on the demo server."""
