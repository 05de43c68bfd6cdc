"""Loading ahead: what the first message would otherwise wait for.

Not the lexers: loading one when code in its language appears takes 5-30 ms, and Python's alone 1 MB for good.
"""

from omnigent_tui.rendering.markdown import MarkdownText

_SAMPLE = "*a* `b`\n\n| a |\n|---|\n| b |\n"


def warm_up() -> None:
    """Load the markdown parser. Meant for a thread, after first paint."""
    text = MarkdownText()
    text.update(_SAMPLE)
    text.lines(80)
