"""Finding, copying and exporting."""
