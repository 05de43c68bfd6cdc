"""Rules about files: size, names, docstrings, and what the repository has to contain."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from omnigent_tui.commands.catalog import CATALOG
from omnigent_tui.commands.keys_table import keys_as_markdown
from tests.architecture.files import PACKAGE, ROOT, SOURCE_FOLDERS, python_files, shown, syntax_tree

LONGEST_FILE = 300
# Such a module collects what nobody found a name for.
BANNED_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)$")
REQUIRED = (
    "pyproject.toml",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    ".ci/run",
    "requirements.lock",
    "requirements-test.lock",
    "omnigent_tui",
    "tests",
    "screenshots",
    "themes",
)
# Folders of the machine the code was written on have no place in what others clone.
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:work|root)/[\w.]\S*")
TEXT_SUFFIXES = {".py", ".md", ".toml", ".tcss", ".lock", ".txt", ".json", ".sse", ".svg", ".yaml", ".yml", ".cfg", ""}

SOURCES = python_files(*SOURCE_FOLDERS)


def test_files_are_short() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_files_say_what_they_are() -> None:
    def says(path: Path) -> bool:
        docstring = ast.get_docstring(syntax_tree(path)) or ""
        return docstring.split("\n\n")[0].rstrip().endswith((".", ":", "?"))

    assert [shown(path) for path in SOURCES if not says(path)] == []


def test_modules_and_folders_have_a_name_of_their_own() -> None:
    def is_banned(path: Path) -> bool:
        return any(BANNED_NAMES.search(part) for part in path.relative_to(ROOT).with_suffix("").parts)

    assert [shown(path) for path in SOURCES if is_banned(path)] == []


@pytest.mark.parametrize("name", ["utils", "http_utils", "helper", "test_helpers", "common", "misc", "session_manager"])
def test_the_banned_names_are_recognised(name: str) -> None:
    assert BANNED_NAMES.search(name)


@pytest.mark.parametrize("name", ["utility_bill", "commonmark", "managing", "helping"])
def test_other_names_are_not(name: str) -> None:
    assert not BANNED_NAMES.search(name)


@pytest.mark.parametrize("name", REQUIRED)
def test_the_repository_contains(name: str) -> None:
    path = ROOT / name
    assert path.exists()
    assert path.is_dir() or path.stat().st_size > 0


def test_the_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def _kept_files() -> list[Path]:
    """Return the text files of the repository: what git keeps, or would keep if it were added now."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout, so what belongs to it is not known")
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and path.suffix in TEXT_SUFFIXES]


def test_nothing_names_a_folder_of_somebodys_machine() -> None:
    # This machine's own folders too, unless they are as short as /src, which anything may be called.
    own = [str(path) for path in (ROOT, Path.home(), Path(sys.base_prefix)) if len(path.parts) > 3]
    patterns = [MACHINE_PATH, *(re.compile(re.escape(path) + r"\b") for path in own)]
    found = [
        f"{shown(path)}: {match.group()}"
        for path in _kept_files()
        for pattern in patterns
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_locks_name_no_index_and_pin_every_package_with_hashes() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^--(?!hash)", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(blocks) > 20
        for block in blocks:
            assert re.match(r"[a-z0-9._-]+==\S+ ", block), block
            assert "--hash=sha256:" in block


def test_the_two_locks_agree() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    runtime, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert runtime.items() <= test.items()


def test_the_readme_shows_the_keys_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = keys_as_markdown(CATALOG).splitlines()[2:]
    missing = [row for row in rows if row not in readme]
    assert missing == [], "renew the table of README.md with keys_as_markdown, see CONTRIBUTING.md"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_documents_link_to_what_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
