"""Server text to Textual Content and Strips: cleaning, markdown, titles, durations. No widgets."""
