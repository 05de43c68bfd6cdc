"""Loading ahead: what the first message would otherwise wait for (parser and lexer imports take 150 ms)."""

from omnigent_tui.rendering.markdown import MarkdownText

_SAMPLE = "*a* `b`\n\n```python\nprint(1)\n```\n\n```bash\nls\n```\n\n| a |\n|---|\n| b |\n"


def warm_up() -> None:
    """Import the markdown parser and the lexers of the commonest languages. Meant for a thread, after first paint."""
    text = MarkdownText()
    text.update(_SAMPLE)
    text.lines(80)
