"""Server text to lines: markdown, tool calls, badges, durations; no widgets."""
