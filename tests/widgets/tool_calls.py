"""Tool calls as each harness makes them, for the pictures of their cards."""

import json

from omnigent_tui.state.transcript import ToolCall, ToolState


def call(
    name: str,
    arguments: object,
    output: object = None,
    state: ToolState = ToolState.DONE,
    *,
    live: str = "",
    seconds: float | None = None,
) -> ToolCall:
    """Return a call; arguments and output that are no text become JSON."""
    return ToolCall(
        key="k",
        call_id="c",
        name=name,
        arguments=arguments if isinstance(arguments, str) else json.dumps(arguments),
        output=output if output is None or isinstance(output, str) else json.dumps(output),
        state=state,
        live_output=live,
        created_at=None if seconds is None else 1_000.0,
        ended_at=None if seconds is None else 1_000.0 + seconds,
    )


_PYTHON = 'import os\n\n\nclass A:\n\tx = "a"  # why\n\n\ndef f(path):\n\treturn os.stat(path)\n'
_SNIPPET = (
    "The file /repo/src/app.py has been updated. Here's the result of running `cat -n` on a snippet of the edited "
    "file:\n    10→x = 1\n    11→def f(a, b):\n    12→    return a + b\n    13→\n"
)
_PATCH = (
    "@@ -10,4 +10,4 @@ class A:\n     kept = 1\n-    gone = 'hello world'\n+    came = 'hello there'\n     end = 2\n"
)
_TURN_DIFF = (
    "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,4 @@ def f():\n a\n-b\n+c\n+d\n e\n"
    "diff --git a/old.txt b/old.txt\ndeleted file mode 100644\n--- a/old.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n"
)
_GREP = (
    "src/app.py:12:# TODO one\nsrc/app.py-13-x = 1\nsrc/app.py:140:# TODO two\n--\n"
    "src/deep/er/module.py:3:x = 1  # TODO three\nsrc/z.py:9:TODO"
)
_STARTED = {
    "task_id": "92f5",
    "conversation_id": "92f5",
    "kind": "sub_agent",
    "agent": "researcher",
    "title": "auth",
    "status": "launching",
    "message": "[System: sub-agent researcher title 'auth' launching as task 92f5.]",
}
_STEPS = [
    {
        "content": f"Step {number}",
        "status": "completed" if number < 4 else "in_progress" if number == 4 else "pending",
        "activeForm": f"Doing step {number}",
    }
    for number in range(12)
]
_CHANGES = [
    {"path": "/r/a.py", "kind": {"type": "update", "move_path": None}, "diff": _PATCH},
    {"path": "/r/new.txt", "kind": {"type": "add"}, "diff": "hello\nworld\n"},
]
_TESTS = "\n".join(f"test {number} ok" for number in range(1, 30))

CALLS: dict[str, ToolCall] = {
    "shell, failed": call(
        "sys_os_shell",
        {"command": "pytest -q && echo done"},
        {"stdout": _TESTS, "stderr": "1 failed", "exit_code": 1, "timed_out": False, "cwd": "/home/demo/work"},
    ),
    "shell, several lines": call(
        "Bash",
        {"command": 'for f in *.py; do\n  echo "$f"\ndone', "description": "List the modules"},
        "a.py\nb.py",
        seconds=75,
    ),
    "shell, words, of Codex": call(
        "shell", {"command": ["bash", "-lc", "git status"], "cwd": "/repo"}, "fatal: no repository\n[exit code: 128]"
    ),
    "shell, running": call(
        "Bash", {"command": "make"}, None, ToolState.RUNNING, live="".join(f"step {n}\n" for n in range(8))
    ),
    "shell, denied": call("sys_os_shell", {"command": "rm -rf /"}, {"error": "Denied by policy: no more calls"}),
    "shell, cancelled": call(
        "sys_os_shell", {"command": "sleep 60"}, "[Cancelled — tool execution was interrupted.]", ToolState.CANCELLED
    ),
    "shell, nothing printed": call("shell", {"command": "touch x"}, ""),
    "read, of Claude": call(
        "Read",
        {"file_path": "/repo/src/app.py", "offset": 10, "limit": 6},
        "".join(f"{number:>6}→def f{number}(a):  # comment\n" for number in range(10, 16)),
    ),
    "read, of Omnigent": call(
        "sys_os_read",
        {"path": "src/app.py"},
        {"path": "/w/src/app.py", "content": _PYTHON, "encoding": "utf-8", "offset": 1, "total_lines": 90},
    ),
    "read, an image": call(
        "sys_os_read",
        {"path": "logo.png"},
        {"path": "/w/logo.png", "encoding": "base64", "content": "", "total_bytes": 34567, "truncated": False},
    ),
    "read, missing": call("Read", {"file_path": "nope"}, "<tool_use_error>File does not exist.</tool_use_error>"),
    "write": call(
        "sys_os_write",
        {"path": "notes.md", "content": "# Notes\n\nhello\nworld\nmore\n"},
        {"path": "/w/notes.md", "bytes_written": 29, "created": True},
    ),
    "edit, of Claude": call(
        "Edit",
        {
            "file_path": "/repo/src/app.py",
            "old_string": "def f(a):\n    return a\n",
            "new_string": "def f(a, b):\n    return a + b\n",
        },
        _SNIPPET,
    ),
    "edit, several places": call(
        "sys_os_edit",
        {"path": "a.py", "edits": [{"oldText": "x = 1", "newText": "x = 2"}, {"oldText": "y", "newText": "z"}]},
        {"path": "/a.py", "replacements": 2, "bytes_written": 10},
    ),
    "edit, refused": call(
        "Edit",
        {"file_path": "a.py", "old_string": "nope", "new_string": "x"},
        "<tool_use_error>String to replace not found in file.</tool_use_error>",
    ),
    "patch, of Codex": call("apply_patch", {"changes": _CHANGES}, "update /r/a.py\nadd /r/new.txt"),
    "changes of a turn, of Codex": call("turn_diff", "{}", _TURN_DIFF),
    "search": call("Grep", {"pattern": "TODO", "path": "src", "output_mode": "content"}, _GREP),
    "search, only files": call("Grep", {"pattern": "TODO"}, "Found 2 files\nsrc/app.py\nsrc/z.py"),
    "search, nothing": call("Grep", {"pattern": "x"}, "No matches found"),
    "find": call("Glob", {"pattern": "**/*.py"}, "/r/a.py\n/r/b.py"),
    "list": call("LS", {"path": "/repo"}, "- /repo/\n  - src/\n  - README.md"),
    "fetch": call(
        "WebFetch",
        {"url": "https://example.org/docs", "prompt": "What is it?"},
        "# Example\n\nIt is **an** example:\n\n- one\n- two",
    ),
    "web search": call("web_search", {"query": "textual tui"}, "textual tui"),
    "todos": call("TodoWrite", {"todos": _STEPS}, "Todos have been modified successfully."),
    "plan, of Codex": call(
        "update_plan",
        {
            "plan": [{"step": "Look", "status": "completed"}, {"step": "Fix", "status": "in_progress"}],
            "explanation": "The cause is known now.",
        },
        "Plan updated",
    ),
    "sub-agent, started": call(
        "sys_session_send",
        {"agent": "researcher", "title": "auth", "args": {"input": "Research auth please\nand more"}},
        _STARTED,
    ),
    "sub-agent, of Claude": call(
        "Task",
        {"description": "Look at auth", "prompt": "Read it and tell me", "subagent_type": "general-purpose"},
        [{"type": "text", "text": "Found **two** problems:\n\n1. a\n2. b"}],
        seconds=3_700,
    ),
    "mcp": call(
        "mcp__github__create_issue",
        {"owner": "ada", "title": "A bug", "labels": ["x", "y"], "body": "line 1\nline 2"},
        [{"type": "text", "text": "created #12"}, {"type": "image", "data": "A" * 4000, "mimeType": "image/png"}],
    ),
    "mcp, of Omnigent, failed": call("elicit__ask_form", {}, "Error: unexpected action"),
    "image": call("view_image", {"path": "/repo/shot.png"}, "/repo/shot.png"),
    "image made": call(
        "generate_image", {"revised_prompt": "a red bicycle"}, "status: completed\nsaved to /repo/out.png"
    ),
    "own tool of Omnigent": call("sys_terminal_send", {"terminal": "bash", "session": "1", "text": "ls"}, {"ok": True}),
    "unknown tool": call("my_tool", {"q": 1, "deep": {"a": [1, "b"]}}, "42"),
    "unknown tool, waits": call("ask_me", {"q": 1}, None, ToolState.ACTION_REQUIRED),
    "arguments that are no JSON": call("Bash", "not {json", "42"),
    "arguments of another type": call("Edit", {"file_path": 7, "old_string": ["x"]}, "42"),
    "a call that is not loaded": call("", "", "what it gave"),
}
"""The calls, by what they show."""
