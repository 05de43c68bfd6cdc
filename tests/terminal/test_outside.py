"""Which program a text is read with."""

from pathlib import Path

import pytest

from omnigent_tui.terminal.outside import file_name, reader_command


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"PAGER": "most -s", "EDITOR": "vi"}, ["most", "-s"]),
        ({"PAGER": "less -R"}, ["less", "-R", "-+F"]),
        ({"PAGER": "/usr/bin/less"}, ["/usr/bin/less", "-+F"]),
        ({"PAGER": "cat", "EDITOR": "vi"}, ["vi"]),
        ({"PAGER": "", "VISUAL": "code -w", "EDITOR": "vi"}, ["code", "-w"]),
        ({"PAGER": '"unclosed', "EDITOR": "vi"}, ["vi"]),
        ({"PATH": ""}, []),
    ],
)
def test_the_users_own_program_comes_first(environ: dict[str, str], command: list[str]) -> None:
    assert reader_command({"PATH": "", **environ}) == command


def test_without_one_an_installed_pager_is_taken(tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.write_text("#!/bin/sh\n")
    more.chmod(0o755)
    assert reader_command({"PATH": str(tmp_path)}) == [str(more)]
    less = tmp_path / "less"
    less.write_text("#!/bin/sh\n")
    less.chmod(0o755)
    assert reader_command({"PATH": str(tmp_path)}) == [str(less), "-+F"]


def test_file_names_are_plain() -> None:
    assert file_name("mcp__a/../b", ".txt") == "mcp--a----b.txt"
    assert file_name("../..", ".md") == "text.md"
    assert file_name("ü", ".md") == "text.md"
