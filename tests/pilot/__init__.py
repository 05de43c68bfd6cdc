"""The application driven by keys against the demo server, and looked at as a person does."""
