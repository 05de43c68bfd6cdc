"""Packing an agent for its upload: what is taken, what is left out, and what is no agent."""

import io
import tarfile
from pathlib import Path

import pytest

from omnigent_tui.live.agent_bundle import MOST_FILES, BundleError, pack_agent


def members(packed: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        files = {member.name: archive.extractfile(member) for member in archive}
        return {name: file.read() for name, file in files.items() if file is not None}


def test_one_definition_is_an_archive_of_one_file(tmp_path: Path) -> None:
    (tmp_path / "my agent.yml").write_text("name: a", encoding="utf-8")
    assert members(pack_agent(str(tmp_path / "my agent.yml"))) == {"my agent.yml": b"name: a"}


def test_a_folder_is_packed_without_what_git_and_python_leave_there(tmp_path: Path) -> None:
    for name in ("agent.yaml", "skills/debate/SKILL.md", ".git/config", "tools/__pycache__/x.pyc", "tools/x.py"):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(name, encoding="utf-8")
    assert set(members(pack_agent(str(tmp_path)))) == {"agent.yaml", "skills/debate/SKILL.md", "tools/x.py"}


def test_an_archive_goes_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "agent.yaml").write_text("name: a", encoding="utf-8")
    packed = pack_agent(str(tmp_path))
    (tmp_path / "agent.TGZ").write_bytes(packed)
    assert pack_agent(str(tmp_path / "agent.TGZ")) == packed


def test_home_is_the_home_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "agent.yaml").write_text("name: a", encoding="utf-8")
    assert members(pack_agent("~/agent.yaml")) == {"agent.yaml": b"name: a"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.yaml", None, "cannot be read"),
        ("agent.txt", b"name: x", "is neither a folder"),
        ("agent.tar.gz", b"no archive", "is no gzip-compressed tar archive"),
    ],
)
def test_what_is_no_agent_says_why(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BundleError, match=words):
        pack_agent(str(tmp_path / name))


def test_a_folder_that_is_no_agent_is_not_packed(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"holds no \.yaml file"):
        pack_agent(str(tmp_path))
    (tmp_path / "agent.yaml").touch()
    for number in range(MOST_FILES):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(BundleError, match="are no agent"):
        pack_agent(str(tmp_path))
