"""The real Omnigent server, host daemon and a scripted model, started on loopback for the tests."""
