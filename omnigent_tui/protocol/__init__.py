"""What the server says: pydantic models of its resources and events. No I/O."""
