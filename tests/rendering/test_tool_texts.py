"""What is read out of tool calls: names, outputs, images and files, steps, hits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.rendering.tool_hits import READ_LINES, read_hits
from omnigent_tui.rendering.tool_media import byte_size, describe
from omnigent_tui.rendering.tool_names import ToolName, read_name
from omnigent_tui.rendering.tool_output import ToolOutput, live_output, read_tool_output
from omnigent_tui.rendering.tool_titles import tool_title
from omnigent_tui.rendering.tool_todos import current, progress, step_runs, steps_of
from omnigent_tui.rendering.tool_values import ToolValues


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Bash", ToolName("bash")),
        ("sys_os_read", ToolName("sys_os_read")),
        ("mcp__github__create_issue", ToolName("create_issue", "github")),
        ("elicit__ask_form", ToolName("ask_form", "elicit")),
        ("mcp__omnigent__sys_os_read", ToolName("sys_os_read")),
        ("mcp__odd", ToolName("mcp__odd")),
        ("__init__", ToolName("__init__")),
        ("", ToolName("")),
    ],
)
def test_names_tell_their_server(name: str, read: ToolName) -> None:
    assert read_name(name) == read


@pytest.mark.parametrize(
    ("name", "arguments", "title"),
    [
        ("sys_read_inbox", "{}", "Read the inbox"),
        ("sys_terminal_send", '{"terminal": "bash", "session": "s1", "text": "ls"}', "Type into terminal bash:s1: ls"),
        ("sys_cancel_task", '{"task_id": 7}', "sys_cancel_task task_id: 7"),
        ("my_tool", '{"q": 1, "deep": {"a": [1, "b"]}}', "my_tool q: 1, deep: {a: [1, b]}"),
        ("my_tool", "{}", "my_tool"),
        ("my_tool", "not {json", "my_tool not {json"),
    ],
)
def test_titles_of_tools_without_a_card(name: str, arguments: str, title: str) -> None:
    values = ToolValues.of(arguments)
    assert tool_title(name, values or ToolValues({}), "" if values is not None else arguments) == title


@given(st.text(max_size=20), st.dictionaries(st.text(max_size=8), st.text(max_size=60), max_size=3))
def test_titles_are_clean_lines(name: str, arguments: dict[str, str]) -> None:
    title = tool_title(name, ToolValues(arguments))
    assert not DANGEROUS.search(title)
    assert "\n" not in title


SHELL = {"stdout": "a\nb\n", "stderr": "", "exit_code": 0, "timed_out": False}
FAILED = {"stdout": "", "stderr": "no\n", "exit_code": 3, "error": "Command exited with status 3: no"}
CANCELLED = "[Cancelled — tool execution was interrupted.]"
PICTURE = [{"type": "text", "text": "a"}, {"type": "image", "data": "AAAA", "mimeType": "image/png"}]


@pytest.mark.parametrize(
    ("output", "read"),
    [
        (json.dumps(SHELL), ToolOutput("a\nb")),
        ('{"stdout": "a", "stderr": "b\\n", "exit_code": 2}', ToolOutput("a\nb", "exit 2")),
        (json.dumps(FAILED), ToolOutput("no", "exit 3", True)),
        ('{"stdout": "", "stderr": "", "timed_out": true}', ToolOutput("", "timed out", True)),
        ('{"error": "Denied by policy: too many"}', ToolOutput("Denied by policy: too many", "denied", True)),
        ('{"path": "a.txt", "bytes": 12, "created": true}', ToolOutput("path: a.txt, bytes: 12, created: true")),
        (CANCELLED, ToolOutput(CANCELLED, "cancelled")),
        ("Error: it broke", ToolOutput("Error: it broke", "error", True)),
        ("<tool_use_error>No such file.</tool_use_error>", ToolOutput("No such file.", "error", True)),
        ("Exit code 2\nmake: *** stop", ToolOutput("make: *** stop", "exit 2")),
        ("fatal: not a repository\n[exit code: 128]", ToolOutput("fatal: not a repository", "exit 128")),
        ("[exit code: 1]", ToolOutput("", "exit 1")),
        ("it says [exit code: 1] here", ToolOutput("it says [exit code: 1] here")),
        ("plain", ToolOutput("plain")),
        ('["a", 1]', ToolOutput('[\n  "a",\n  1\n]')),
        ("{broken", ToolOutput("{broken")),
        ('[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]', ToolOutput("a\nb")),
        (json.dumps(PICTURE), ToolOutput("a", media=("image · 3 B · image/png",))),
        (
            json.dumps({"content": [{"type": "text", "text": "no such repository"}], "isError": True}),
            ToolOutput("no such repository", "error", True),
        ),
        (
            '{"path": "/w/logo.png", "encoding": "base64", "content": "", "total_bytes": 34567}',
            ToolOutput("", media=("/w/logo.png · 35 KB · image/png",)),
        ),
        (
            '[{"type": "resource_link", "uri": "file:///w/a.pdf", "name": "a.pdf", "size": 1200}]',
            ToolOutput("", media=("a.pdf · 1.2 KB · application/pdf",)),
        ),
    ],
)  # fmt: skip
def test_outputs(output: str, read: ToolOutput) -> None:
    assert read_tool_output(output) == read


def test_of_a_running_tool_only_the_end_is_read() -> None:
    text = "".join(f"line {number}\n" for number in range(10_000))
    assert live_output(text, 20).text == "line 9998\nline 9999\n"
    assert live_output("short", 20).text == "short"
    assert live_output("x" * 50, 20).text == "x" * 20


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1.0 KB"), (34_567, "35 KB"), (3_400_000, "3.4 MB"), (5 * 10**9, "5.0 GB")],
)
def test_sizes(size: int, text: str) -> None:
    assert byte_size(size) == text


def test_files_are_one_line_whatever_is_known() -> None:
    assert describe("shot.png", 812) == "shot.png · 812 B · image/png"
    assert describe("a\x1b[31m\nb", media_type="text/plain") == "a b · text/plain"
    assert describe("strange") == "strange"


def test_steps_of_any_harness() -> None:
    rows: list[dict[str, object]] = [
        {"content": "Read", "status": "completed"},
        {"step": "Fix", "status": "inProgress"},
        {"content": "Test", "status": "pending", "activeForm": "Testing"},
        {"title": "Ship", "state": "cancelled"},
        {"status": "completed"},
        {"content": 7},
    ]
    steps = steps_of(ToolValues(row) for row in rows)
    assert progress(steps) == "1/4"
    assert current(steps) == "Fix"
    shown = ["".join(text for text, _ in step_runs(step, UNICODE)) for step in steps]
    assert shown == ["✓ Read", "● Fix  now", "○ Test", "■ Ship  dropped"]


def test_hits_are_grouped_by_file() -> None:
    hits = read_hits("a.py:1:x\na.py-2-near\n--\nb/c.py:30:y:z\na.py:9:w")
    assert hits is not None
    assert [(file.path, file.lines) for file in hits.files] == [
        ("a.py", [(1, "x", True), (2, "near", False), (9, "w", True)]),
        ("b/c.py", [(30, "y:z", True)]),
    ]
    assert hits.total == 3


@pytest.mark.parametrize(
    ("text", "paths", "total"),
    [
        ("Found 2 files\nsrc/a.py\nsrc/b.py", ["src/a.py", "src/b.py"], 2),
        ("src/a.py:12\nsrc/b.py:3", ["src/a.py", "src/b.py"], 15),
        ("C:\\w\\a.py:3:x", ["C:\\w\\a.py"], 1),
    ],
)
def test_hits_without_lines(text: str, paths: list[str], total: int) -> None:
    hits = read_hits(text)
    assert hits is not None
    assert ([file.path for file in hits.files], hits.total) == (paths, total)


def test_lines_of_the_one_file_that_was_searched() -> None:
    hits = read_hits("12:x\n30:y", "a.py")
    assert hits is not None
    assert hits.files[0].lines == [(12, "x", True), (30, "y", True)]


@pytest.mark.parametrize("text", ["", "No matches found", "a.py:1:x\nsomething else: entirely different", "12:x"])
def test_what_is_no_list_of_hits(text: str) -> None:
    assert read_hits(text) is None


def test_of_very_many_hits_the_first_are_read() -> None:
    hits = read_hits("\n".join(f"a.py:{number}:x" for number in range(READ_LINES + 500)))
    assert hits is not None
    assert (hits.total, hits.unread) == (READ_LINES, 500)


@given(st.text(max_size=200))
def test_any_text_is_read_without_raising(text: str) -> None:
    read_tool_output(text)
    read_hits(text)
    read_hits(text, "a.py")
