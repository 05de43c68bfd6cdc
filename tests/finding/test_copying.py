"""What can be copied of an entry: exactly what was written, each thing once."""

from __future__ import annotations

import json

import pytest

from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    Notice,
    NoticeKind,
    ToolCall,
    ToolState,
    UserMessage,
)
from omnigent_tui.widgets.transcript.copying import PartKind, parts_of, source_of


def answer(text: str) -> AssistantMessage:
    return AssistantMessage(key="a", text=text)


def call(name: str, output: str | None = None, **arguments: object) -> ToolCall:
    return ToolCall(
        key="c", call_id="c", name=name, arguments=json.dumps(arguments), state=ToolState.DONE, output=output
    )


def texts(kind: PartKind, *entries: Entry) -> list[str]:
    return [part.text for part in parts_of(entries, kind)]


def test_the_source_of_an_answer_is_its_markdown() -> None:
    assert source_of(answer("some **bold** `text`")).text == "some **bold** `text`"


def test_the_source_of_a_tool_call_is_its_output() -> None:
    output = json.dumps({"stdout": "one\n\ttwo\n", "exit_code": 0})
    assert source_of(call("shell", output, command="ls")).text.rstrip("\n") == "one\n\ttwo"
    assert "ls" in source_of(call("shell", command="ls")).text


def test_code_blocks_wherever_they_stand() -> None:
    nested = "- item\n\n  ~~~\n  in a list\n  ~~~\n\n> ```\n> quoted\n> ```"
    text = f"A\n\n```python\nx = 1\n\n    y\n```\n\n{nested}\n\n```\nopen"
    assert texts(PartKind.CODE, answer(text)) == ["x = 1\n\n    y", "in a list", "quoted", "open"]
    assert texts(PartKind.CODE, answer("no code, only `inline`")) == []
    assert texts(PartKind.CODE, call("write", path="a.py", content="print()\n")) == ["print()\n"]


def test_commands() -> None:
    shown = answer("```sh\nmake test\n```\n\n```console\n$ ls -l\ntotal 0\n$ pwd\n/\n```\n\n```python\nx\n```")
    assert texts(PartKind.COMMAND, shown) == ["make test", "ls -l\npwd"]
    assert texts(PartKind.COMMAND, call("shell", command="echo 'a b'"), call("exec", command=["echo", "a b"])) == [
        "echo 'a b'"
    ]
    assert texts(PartKind.COMMAND, Notice(key="n", kind=NoticeKind.COMMAND, text="!ls")) == ["ls"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("see /etc/hosts, and ~/notes.txt.", ["/etc/hosts", "~/notes.txt"]),
        ("in src/app/main.py:12 and ./run.sh", ["src/app/main.py", "./run.sh"]),
        ("and/or is no path, 1/2 neither", []),
        ("https://example.org/a/b.html is a link", []),
        ('`/tmp/x` (/tmp/y) "/tmp/z"', ["/tmp/x", "/tmp/y", "/tmp/z"]),
        ("../up/there.md twice: ../up/there.md", ["../up/there.md"]),
        ("Done: `made.txt` is there, as `app.log.1:7` and /etc/hosts are.", ["made.txt", "app.log.1", "/etc/hosts"]),
        ("made.txt is no code, `made` no file, `f(x.y)` neither; ```a.py``` is a block", []),
    ],
)
def test_paths(text: str, paths: list[str]) -> None:
    assert texts(PartKind.PATH, UserMessage(key="u", text=text)) == paths


def test_the_path_of_a_tool_call_comes_whole() -> None:
    assert texts(PartKind.PATH, call("read", file_path="/a folder/with spaces.txt"))[0] == "/a folder/with spaces.txt"


def test_paths_that_a_tool_card_does_not_show_are_not_offered() -> None:
    output = {"stdout": "/srv/app/made.txt\nsrc/a.py\n", "exit_code": 0, "shell": "/usr/bin/bash", "cwd": "/srv/app"}
    ran = call("sys_os_shell", json.dumps(output), command="ls ./out", cwd="/srv/app")
    assert texts(PartKind.PATH, ran) == ["./out", "/srv/app/made.txt", "src/a.py"]
    assert texts(PartKind.PATH, call("list_dir", directory="some folder/x")) == ["some folder/x"]
    # A tool without a card of its own shows its arguments as JSON.
    assert texts(PartKind.PATH, call("unknown", words="see\nsrc/b.py")) == ["src/b.py"]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("go to https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]),
        ("[text](https://example.org/x) and more", ["https://example.org/x"]),
        ("[text](https://example.org/x).", ["https://example.org/x"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("<https://example.org/>, **https://example.org/y**", ["https://example.org/", "https://example.org/y"]),
        ("two http://a.b http://a.b", ["http://a.b"]),
        ("ftp://example.org and example.org", []),
    ],
)
def test_urls(text: str, urls: list[str]) -> None:
    assert texts(PartKind.URL, answer(text)) == urls


def test_long_parts_have_short_labels() -> None:
    (part,) = parts_of([answer("```\nfirst\nsecond\nthird\n```")], PartKind.CODE)
    assert part.label == "first  (+2 lines)"
