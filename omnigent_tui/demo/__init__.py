"""The embedded demo server: the documented API with a scripted agent."""
