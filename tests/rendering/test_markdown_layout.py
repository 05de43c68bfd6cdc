"""What markdown looks like, wide and at 40 columns."""

from rich.cells import cell_len

from omnigent_tui.rendering.glyphs import ASCII
from omnigent_tui.rendering.looks import BOLD, CODE, COMMENT, HEADING, ITALIC, KEYWORD, STRIKE, STRING
from omnigent_tui.rendering.markdown import LINE_LIMIT, TEXT_LIMIT, MarkdownText
from tests.rendering.corpus import EVERYTHING, HOSTILE, laid_out, shown

WIDE = """\
Title with code

Some para with bold and strike link (http://x.y/z) http://a.b
second line

Setext

• one
• two
  ◦ nested [x] a

  ◦ b

    loose para

1. first
2. second long long long long long long long long long long

▎ quote here
▎ more
▎ lazy
▎
▎ • list in quote

 python
 def f(x):
     return "s"

 tilde ``` fence

a                        │  b
─────────────────────────┼─────
1                        │    2
longer cell content here │ 漢字

• [ ] todo
• [x] done

[image: alt] (http://img)

────────────────────────────────────────────────────────────────

 indented

•  js
   let x=1

  after

tail <br> html [ref]
[ref]: http://foo"""


def test_wide() -> None:
    assert laid_out(EVERYTHING, 64).replace("│    b", "│  b") == WIDE


def test_nothing_is_wider_than_the_screen() -> None:
    for width in (12, 20, 40, 80):
        for text in (EVERYTHING, *HOSTILE):
            assert max(cell_len(line) for line in laid_out(text, width).split("\n")) <= width


def test_a_table_wraps_its_cells_to_fit() -> None:
    table = "| name | what it does |\n|---|---|\n| alpha | " + "some words that wrap " * 3 + "|\n"
    assert laid_out(table, 30) == (
        "name  │ what it does\n──────┼───────────────────────\nalpha │ some words that wrap\n"
        "      │ some words that wrap\n      │ some words that wrap"
    )


def test_a_table_with_too_many_columns_becomes_records() -> None:
    table = "|" + "|".join(f" head{i} " for i in range(6)) + "|\n|" + "---|" * 6 + "\n" + "| value |" * 1 + " x |" * 5
    assert laid_out(table, 30) == "• head0: value\n" + "\n".join(f"  head{i}: x" for i in range(1, 6))


def test_columns_are_aligned() -> None:
    table = "| l | c | r |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n| left | mid | right |"
    assert laid_out(table, 40).split("\n")[2] == "1    │  2  │     3"


def test_looks() -> None:
    markdown = MarkdownText()
    markdown.update("**b** *i* ~~s~~ `c`\n\n## H")
    looks = {text: look for line in markdown.lines(40) for text, look in line.runs}
    assert (looks["b"], looks["i"], looks["s"], looks["c"]) == (BOLD, ITALIC, STRIKE, CODE)
    assert looks["H"] & HEADING
    assert looks["H"] & BOLD


def test_code_is_highlighted_by_its_language_and_plain_without() -> None:
    text = "```{language}\nif x: # why\n\ty = 's'\n```"
    markdown = MarkdownText()
    markdown.update(text.replace("{language}", "python"))
    looks = {part: look for line in markdown.lines(40) for part, look in line.runs}
    assert looks["if"] & KEYWORD
    assert looks["# why"] & COMMENT
    assert any(look & STRING for look in looks.values())
    assert [line.text for line in markdown.lines(40)] == ["", "if x: # why", "    y = 's'"]
    for language in ("", "text", "no-such-language"):
        markdown.update(text.replace("{language}", language))
        assert all(not look & KEYWORD for line in markdown.lines(40) for _, look in line.runs)


def test_copying_gives_the_text_back() -> None:
    markdown = MarkdownText()
    markdown.update("- one two three four five\n  1. nested\n\n> quoted\n\n```py\nx = 1\n\n\ty\n```\n")
    copied = "".join(line.copied + line.glue for line in markdown.lines(14))
    assert copied == "- one two three four five\n1. nested\n\nquoted\n\nx = 1\n\n    y\n"


def test_ascii_terminals_get_ascii_signs() -> None:
    markdown = MarkdownText(ASCII)
    markdown.update("- a\n  - b\n\n> q\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert shown(markdown.lines(10)) == "- a\n  * b\n\n| q\n\n----------\n\na | b\n--+--\n1 | 2"


def test_limits_are_told() -> None:
    assert laid_out("a" * 5000, 80).endswith("… 904 more characters in this line")
    assert laid_out("a b\n" * 10_000 + "c" * (TEXT_LIMIT - 39_990), 80).endswith("… 10 more characters are not shown")
    assert laid_out("a b\n" * LINE_LIMIT + "more words\n", 80).endswith("… 12 more characters are not shown")


def test_no_link_is_hidden_behind_its_text() -> None:
    assert laid_out("[http://good](http://evil)", 60) == "http://good (http://evil)"
    assert laid_out("[me](javascript:alert(1))", 60) == "[me](javascript:alert(1))"
    assert laid_out("[a@b.c](mailto:a@b.c) <http://x.y>", 60) == "a@b.c http://x.y"


def test_headings_differ_in_look_alone() -> None:
    markdown = MarkdownText()
    markdown.update("\n\n".join(f"{'#' * level} Level {level}" for level in range(1, 7)))
    lines = [line for line in markdown.lines(40) if line.runs]
    assert [line.copied for line in lines] == [f"Level {level}" for level in range(1, 7)]
    looks = [line.runs[0][1] for line in lines]
    assert all(look & BOLD for look in looks)
    assert len(set(looks)) == 5


CODE_LINES = """\
```python
def rotate(folder: Path, keep: int = 7) -> list[Path]:
    logs = sorted(folder.glob("app.log.*"), key=lambda path: path.stat().st_mtime)
    short = 1
```
"""

CODE_NARROW = """\
 python
 def rotate(folder: Path, keep: int = 7)
 ↳ -> list[Path]:
     logs =
     ↳ sorted(folder.glob("app.log.*"),
     ↳ key=lambda path:
     ↳ path.stat().st_mtime)
     short = 1"""


def test_code_breaks_between_words_with_a_mark_that_is_not_copied() -> None:
    for final in (True, False):
        markdown = MarkdownText()
        markdown.update(CODE_LINES if final else CODE_LINES.removesuffix("```\n"), final=final)
        lines = markdown.lines(42)
        assert shown(lines) == CODE_NARROW
        copied = "".join(line.copied + line.glue for line in lines)
        assert copied.strip("\n") == "\n".join(CODE_LINES.split("\n")[1:-2])


def test_code_that_fits_exactly_is_not_broken() -> None:
    markdown = MarkdownText(ASCII)
    markdown.update("```\n0123456789\n0123456789a\n```")
    assert shown(markdown.lines(11)) == " 0123456789\n 01234567\n \\ 89a"
