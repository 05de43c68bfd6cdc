"""Markdown that grows piece by piece comes out as if it had been there at once; finished blocks are never redone."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from omnigent_tui.rendering.markdown import WINDOW, MarkdownText
from omnigent_tui.rendering.markdown_blocks import Code
from tests.rendering.corpus import EVERYTHING, HOSTILE, PIECES, shown

DOCUMENTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def grown(text: str, cuts: list[int], width: int = 40) -> MarkdownText:
    markdown = MarkdownText()
    for cut in sorted(cuts):
        markdown.update(text[:cut], final=False)
        markdown.lines(width)
    return markdown


def at_once(text: str, *, final: bool) -> MarkdownText:
    markdown = MarkdownText()
    markdown.update(text, final=final)
    return markdown


def assert_alike(markdown: MarkdownText, other: MarkdownText, width: int = 40) -> None:
    assert markdown.blocks == other.blocks
    lines, others = markdown.lines(width), other.lines(width)
    assert [(line.gutter, line.runs, line.glue, line.fill) for line in lines] == [
        (line.gutter, line.runs, line.glue, line.fill) for line in others
    ]


@settings(max_examples=400, deadline=None)
@given(DOCUMENTS, st.lists(st.integers(0, 300), max_size=12))
def test_growing_equals_a_full_parse(text: str, cuts: list[int]) -> None:
    markdown = grown(text, cuts)
    markdown.update(text, final=False)
    assert_alike(markdown, at_once(text, final=False))
    markdown.update(text, final=True)
    assert_alike(markdown, at_once(text, final=True))


def test_every_prefix_equals_a_full_parse() -> None:
    markdown = MarkdownText()
    for end in range(len(EVERYTHING) + 1):
        markdown.update(EVERYTHING[:end], final=False)
        assert_alike(markdown, at_once(EVERYTHING[:end], final=False))
    markdown.update(EVERYTHING)
    assert_alike(markdown, at_once(EVERYTHING, final=True))


def test_texts_longer_than_a_window_grow_alike() -> None:
    rng = random.Random(1)
    for kind in (
        "- item of a list\n",
        "line of a paragraph\n",
        "> quote\n",
        "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 9,
    ):
        text = "intro\n\n" + kind * (2 * WINDOW // len(kind)) + "\n\nlast words"
        markdown = grown(text, [rng.randrange(len(text)) for _ in range(6)])
        markdown.update(text)
        assert_alike(markdown, at_once(text, final=True))
    code = "```python\n" + "x = 1\n" * WINDOW + "```\nafter\n"
    markdown = grown(code, [rng.randrange(len(code)) for _ in range(8)])
    markdown.update(code)
    assert_alike(markdown, at_once(code, final=True))
    assert isinstance(markdown.blocks[0], Code)
    assert markdown.blocks[0].text == "x = 1\n" * WINDOW


def test_hostile_texts_grow_alike() -> None:
    for text in HOSTILE:
        markdown = grown(text, [len(text) // 3, len(text) // 2, len(text) - 1])
        markdown.update(text)
        assert_alike(markdown, at_once(text, final=True))


def test_finished_blocks_and_lines_stay_the_same_objects() -> None:
    markdown = MarkdownText()
    head = "# One\n\nparagraph\n\n- list\n\n```\ncode\n```\n\n"
    markdown.update(f"{head}tail", final=False)
    blocks, lines = markdown.blocks, markdown.lines(30)
    markdown.update(f"{head}tail grows", final=False)
    assert all(a is b for a, b in zip(markdown.blocks[:-1], blocks[:-1], strict=True))
    assert all(a is b for a, b in zip(markdown.lines(30)[:-2], lines[:-2], strict=True))
    assert [line.text for line in markdown.lines(30)[-2:]] == ["", "tail grows"]


def test_lines_of_an_open_fence_stay_the_same_objects() -> None:
    markdown = MarkdownText()
    markdown.update("```python\none\ntwo\nth", final=False)
    before = markdown.lines(30)
    markdown.update("```python\none\ntwo\nthree\n", final=False)
    after = markdown.lines(30)
    assert all(a is b for a, b in zip(before[:-1], after[:-1], strict=True))
    assert shown(after) == " python\n one\n two\n three"


def test_an_open_fence_is_plain_and_highlighted_when_the_text_is_final() -> None:
    markdown = MarkdownText()
    markdown.update("```python\nimport os\n", final=False)
    assert len(markdown.lines(30)[-1].runs) == 1
    markdown.update("```python\nimport os\n", final=True)
    assert len(markdown.lines(30)[-1].runs) > 1


def test_a_text_that_is_replaced_starts_anew() -> None:
    markdown = MarkdownText()
    markdown.update("# Old\n\ntext", final=True)
    markdown.update("# New", final=False)
    assert shown(markdown.lines(30)) == "New"
