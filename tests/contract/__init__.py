"""One suite of wire facts, run unchanged against the demo server and the real server."""
