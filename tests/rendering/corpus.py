"""Texts the renderers are tried on: markdown of every kind, and hostile ones."""

from collections.abc import Sequence

from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.markdown import MarkdownText

EVERYTHING = """# Title with `code`

Some *para* with **bold** and ~~strike~~ [link](http://x.y/z) <http://a.b>
second line

Setext
------

- one
- two
  - nested [x] a
  - b

    loose para
1. first
2. second long long long long long long long long long long

> quote here
> more
lazy
> - list in quote

```python
def f(x):
\treturn "s"
```

~~~
tilde ``` fence
~~~

| a | b |
|---|--:|
| 1 | 2 |
| longer cell content here | 漢字 |

- [ ] todo
- [x] done

![alt](http://img)

---
    indented

- ```js
  let x=1
  ```

  after

tail <br> html [ref]
[ref]: http://foo
"""

PIECES: tuple[str, ...] = (
    "word ",
    "two words\n",
    "\n",
    "\n\n",
    "- item\n",
    "  - nested\n",
    "-",
    "1. first\n",
    "7) seven\n",
    "> quote\n",
    ">",
    "```python\n",
    "```\n",
    "```",
    "~~~~\n",
    "    indented\n",
    "# heading\n",
    "===\n",
    "---\n",
    "***\n",
    "| a | b |\n|---|:-:|\n",
    "| 1 | **2** |\n",
    "**bold**",
    "*",
    "`code`",
    "[text](http://a.b/c)",
    "[",
    "![image](x.png)",
    "<http://auto.link>",
    "\\",
    "\t",
    " ",
    "漢字カナ",
    "👍🏽",
    "&amp;",
    "[ref]: http://x\n",
    "<b>",
)
"""Pieces of markdown to put together at random."""

HOSTILE: tuple[str, ...] = (
    "\x1b]52;c;UFdORUQ=\x07",
    "\x1b]0;PWNTITLE\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x9b31m\x9d0;x\x9c",
    "nul\x00 del\x7f so\x0e bel\x07 bs\x08 vt\x0b ff\x0c cr\r nel\x85",
    "ls\u2028ps\u2029",
    "\u202etxt.exe\u202c \u2066isolate\u2069",
    "zero\u200bwidth\u200djoiner\ufeffbom\u00adshy",
    "tag\U000e0041\U000e007f",
    "lone \ud800 surrogate \udfff",
    "[/nope] [bold]x[/bold] {'a': [true]} [/",
    "&#27;]0;entity&#7; &#x202e;rlo &#10;newline &#9;tab &shy;&zwj;&#x9b;",
    "[x](http://a/%1b%5d0;x%07) <http://a/%e2%80%ae%1b> ![&#27;](&#27;)",
    "```&#27;info\ncode\x1b[2J\n```",
    "| &#10; | &#27; |\n|---|---|\n| a&#10;b | \x1b[31mred |",
    "tab\tin\ttext\nand\nlines",
    "한국어 漢字 👩‍👩‍👧‍👦 🇩🇪 é e\u0301 ｆｕｌｌ",
    "x" * 20_000,
    "[" * 20_000,
    "![" * 10_000,
    ">" * 5_000,
    "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n|b",
    "a\n" * 5_000,
)
"""Texts that steer terminals, hide text, break markup, or take long."""


def laid_out(text: str, width: int) -> str:
    """Return what `text` looks like as markdown in `width` cells."""
    markdown = MarkdownText(UNICODE)
    markdown.update(text)
    return shown(markdown.lines(width))


def shown(lines: Sequence[Line]) -> str:
    """Return what the lines show."""
    return "\n".join(line.display.rstrip() for line in lines)
