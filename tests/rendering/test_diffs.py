"""Diffs: of texts, of patches in every form harnesses send, word by word, laid out in one column and in two."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.rendering.diff_layout import SIDE_BY_SIDE_FROM, DiffPaper, lay_out_diffs
from omnigent_tui.rendering.diff_model import SHOWN_DIFF_LINES, FileDiff, as_patch
from omnigent_tui.rendering.diff_patch import parse_patch
from omnigent_tui.rendering.diff_texts import diff_texts
from omnigent_tui.rendering.diff_words import changed_words
from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.rendering.lines import runs_width
from omnigent_tui.rendering.looks import ADDED, KEYWORD, REMOVED, UNDERLINE
from omnigent_tui.rendering.tool_edits import edits_of, patches_of, placed
from omnigent_tui.rendering.tool_values import ToolValues

OLD = "def f(a):\n    return a\n\n\nclass A:\n    x = 1\n    y = 'hello world'\n\n\ndef g():\n    pass\n"
NEW = "def f(a, b):\n    return a\n\n\nclass A:\n    x = 1\n    y = 'hello there'\n    z = 3\n\n\ndef g():\n    pass\n"


def drawn(diffs: tuple[FileDiff, ...], width: int, most: int | None = None) -> str:
    rows, hidden = lay_out_diffs(diffs, DiffPaper(width, UNICODE), most)
    assert all(runs_width((*row.gutter, *row.runs)) <= width for row in rows)
    shown = "\n".join(row.display.rstrip() for row in rows)
    return f"{shown}\n({hidden} hidden)" if hidden else shown


def test_one_column() -> None:
    assert drawn((diff_texts(OLD, NEW, "a.py", first_line=8),), 60) == (
        "   8 -def f(a):\n"
        "   8 +def f(a, b):\n"
        "   9      return a\n"
        "  10\n"
        "  11\n"
        "  12  class A:\n"
        "  13      x = 1\n"
        "  14 -    y = 'hello world'\n"
        "  14 +    y = 'hello there'\n"
        "  15 +    z = 3\n"
        "  16\n"
        "  17\n"
        "  18  def g():"
    )


def test_side_by_side_where_there_is_room() -> None:
    assert drawn((diff_texts(OLD, NEW, "a.py", first_line=8),), SIDE_BY_SIDE_FROM) == (
        "   8 -def f(a):                                       │  8 +def f(a, b):\n"
        "   9      return a                                    │  9      return a\n"
        "  10                                                  │ 10\n"
        "  11                                                  │ 11\n"
        "  12  class A:                                        │ 12  class A:\n"
        "  13      x = 1                                       │ 13      x = 1\n"
        "  14 -    y = 'hello world'                           │ 14 +    y = 'hello there'\n"
        "                                                      │ 15 +    z = 3\n"
        "  15                                                  │ 16\n"
        "  16                                                  │ 17\n"
        "  17  def g():                                        │ 18  def g():"
    )


def test_side_by_side_copies_the_new_lines() -> None:
    rows, _ = lay_out_diffs((diff_texts("a\nb\n", "a\n" + "c" * 80 + "\n"),), DiffPaper(120, UNICODE))
    assert "".join(row.copied + row.glue for row in rows) == " a\n+" + "c" * 80 + "\n"


def test_what_only_comes_or_only_goes_stays_in_one_column() -> None:
    assert "│" not in drawn((diff_texts("", "a\nb\n", "new.txt", change="added"),), 140)


def test_a_long_line_goes_on_below_its_text() -> None:
    diff = diff_texts("a\n", "0123456789" * 3 + "\n", first_line=1)
    assert drawn((diff,), 20) == "  1 -a\n  1 +01234567890123\n     456789012345678\n     9"


def test_lines_are_coloured_as_code_and_marked_by_words() -> None:
    rows, _ = lay_out_diffs((diff_texts(OLD, NEW, "a.py"),), DiffPaper(80, UNICODE))
    assert [(text, bool(look & REMOVED)) for text, look in rows[0].runs] == [("-", True), ("def f(a):", True)]
    assert any(text == "def" and look & KEYWORD for text, look in rows[1].runs)
    removed = next(row for row in rows if "world" in row.text)
    added = next(row for row in rows if "there" in row.text)
    assert "".join(text for text, look in removed.runs if look & UNDERLINE) == "world"
    assert "".join(text for text, look in added.runs if look & UNDERLINE) == "there"
    assert all(look & ADDED for _, look in added.runs if look & UNDERLINE)


def test_words_behind_tabs_are_marked_where_they_stand() -> None:
    rows, _ = lay_out_diffs((diff_texts("\tx := one()\n", "\tx := two()\n", "a.go"),), DiffPaper(80, UNICODE))
    assert [row.text for row in rows] == ["-    x := one()", "+    x := two()"]
    assert ["".join(t for t, look in row.runs if look & UNDERLINE) for row in rows] == ["one", "two"]


def test_changed_words() -> None:
    old, new = "    return first + second", "    return first - second"
    assert [old[a:b] for a, b in changed_words(old, new)[0]] == ["+"]
    assert [new[a:b] for a, b in changed_words(old, new)[1]] == ["-"]
    assert changed_words("import os", "class Thing:") == ((), ())


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_a_diff_leads_from_the_old_text_to_the_new_one(old: str, new: str) -> None:
    diff = diff_texts(old, new, first_line=1)
    before, after = old.removesuffix("\n").split("\n"), new.removesuffix("\n").split("\n")
    for line in (line for hunk in diff.hunks for line in hunk.lines):
        if line.old is not None:
            assert before[line.old - 1] == line.text
        if line.new is not None:
            assert after[line.new - 1] == line.text
    signs = "".join(line.sign for hunk in diff.hunks for line in hunk.lines)
    assert (signs.count("+"), signs.count("-")) == (diff.added, diff.removed)
    read = parse_patch(as_patch((diff,)))
    assert [hunk.lines for each in read for hunk in each.hunks] == [hunk.lines for hunk in diff.hunks]


def test_a_huge_diff_is_cut_and_counted() -> None:
    old, new = "".join(f"old {n}\n" for n in range(5_000)), "".join(f"new {n}\n" for n in range(6_000))
    diff = diff_texts(old, new, "a.txt")
    assert sum(len(hunk.lines) for hunk in diff.hunks) == SHOWN_DIFF_LINES
    assert (diff.added, diff.removed, diff.hidden) == (6_000, 5_000, 11_000 - SHOWN_DIFF_LINES)
    patch = (
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,5000 +1,6000 @@\n" + old.replace("old", "-old") + new.replace("new", "+new")
    )
    (read,) = parse_patch(patch)
    assert (read.added, read.removed, read.hidden) == (6_000, 5_000, 11_000 - SHOWN_DIFF_LINES)
    assert drawn((diff,), 40, 2).endswith("(10998 hidden)")


def test_of_a_patch_without_end_only_the_beginning_is_read() -> None:
    lines = 100_000
    (read,) = parse_patch("--- a/a\n+++ b/a\n@@ -0,0 +1,100000 @@\n" + "+line\n" * lines)
    assert (read.added, read.added - read.hidden) == (lines, SHOWN_DIFF_LINES)
    change = {"path": "a", "kind": {"type": "update"}, "diff": "@@ @@\n" + "+line\n" * 300}
    diffs = patches_of(ToolValues({"changes": [change] * 5}))
    assert sum(len(hunk.lines) for diff in diffs for hunk in diff.hunks) == SHOWN_DIFF_LINES
    assert sum(diff.added for diff in diffs) == 1_500


GIT = """\
diff --git a/x.py b/x.py
index 1..2 100644
--- a/x.py
+++ b/x.py
@@ -10,3 +10,4 @@ def f():
 a
-- b
+c
+d
 e
\\ No newline at end of file
diff --git a/new.txt b/new.txt
new file mode 100644
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+hello
diff --git a/old.txt b/old.txt
deleted file mode 100644
--- a/old.txt
+++ /dev/null
@@ -1 +0,0 @@
-gone
"""

CODEX = """\
*** Begin Patch
*** Update File: a.py
*** Move to: b.py
@@ def foo():
-    x = 1
+    x = 2
*** Add File: new.txt
+hello
+world
*** Delete File: gone.txt
*** End Patch"""


def test_git_diffs_of_several_files() -> None:
    assert drawn(parse_patch(GIT), 60) == (
        "  x.py  +2 -1\n"
        "  @@ def f():\n"
        "  10  a\n"
        "  11 -- b\n"
        "  11 +c\n"
        "  12 +d\n"
        "  13  e\n"
        "  new.txt  added  +1 -0\n"
        "  1 +hello\n"
        "  old.txt  deleted  +0 -1\n"
        "  1 -gone"
    )


def test_codex_patches() -> None:
    assert drawn(parse_patch(CODEX), 60) == (
        "  a.py → b.py  +1 -1\n"
        "  @@ def foo():\n"
        "  -    x = 1\n"
        "  +    x = 2\n"
        "  new.txt  added  +2 -0\n"
        "  1 +hello\n"
        "  2 +world\n"
        "  gone.txt  deleted  +0 -0"
    )


CHANGES = [
    {"path": "/r/a.py", "kind": {"type": "update", "move_path": None}, "diff": "@@ -3,2 +3,2 @@\n-x = 1\n+x = 2\n y\n"},
    {"path": "/r/new.txt", "kind": {"type": "add"}, "diff": "hello\n"},
    {"path": "/r/old.txt", "kind": {"type": "delete"}, "diff": "gone\n"},
    {"path": 7, "kind": "odd"},
]
EDIT = {"oldText": "x", "newText": "y"}
CHANGES_SHOWN = """\
  /r/a.py  +1 -1
  3 -x = 1
  3 +x = 2
  4  y
  /r/new.txt  added  +1 -0
  1 +hello
  /r/old.txt  deleted  +0 -1
  1 -gone"""


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({"file_path": "a", "old_string": "x", "new_string": "y"}, "  -x\n  +y"),
        ({"path": "a", "oldText": "x", "newText": ""}, "  -x"),
        ({"filePath": "a", "oldString": "x", "newString": "y"}, "  -x\n  +y"),
        ({"path": "a", "edits": [EDIT, {"oldText": "v", "newText": "w"}]}, "  -x\n  +y\n  @@\n  -v\n  +w"),
        ({"path": "a", "edits": [{"oldText": 1, "newText": "y"}, "odd"]}, ""),
        ({"path": "a", "old_string": "x"}, ""),
        ({"changes": CHANGES}, CHANGES_SHOWN),
        ({"input": CODEX}, drawn(parse_patch(CODEX), 60)),
        ({"command": ["apply_patch", CODEX]}, drawn(parse_patch(CODEX), 60)),
        ({"patch": "no patch at all"}, ""),
        ({"changes": "odd"}, ""),
    ],
)  # fmt: skip
def test_edits_in_the_words_of_each_harness(arguments: dict[str, object], shown: str) -> None:
    values = ToolValues(json.loads(json.dumps(arguments)))
    assert drawn(edits_of(values) or patches_of(values), 60) == shown


def test_an_output_that_shows_the_place_gives_the_numbers() -> None:
    diffs = edits_of(ToolValues({"path": "a", "old_string": "b\nc", "new_string": "b\nd\ne"}))
    output = "The file a has been updated.\n    11→x\n    12→b\n    13→d\n    14→e\n    15→y"
    assert drawn(placed(diffs, output), 40) == "  12  b\n  13 -c\n  13 +d\n  14 +e"
    assert placed(diffs, "    11→x\n    12→z") == diffs
    assert placed(diffs, "no numbers") == diffs


@given(st.text("+-@ *\\\nab", max_size=80), st.integers(1, 140))
def test_any_text_is_read_and_laid_out_as_a_patch(text: str, width: int) -> None:
    rows, _ = lay_out_diffs(parse_patch(text), DiffPaper(max(8, width), UNICODE))
    assert all("\n" not in row.display for row in rows)
