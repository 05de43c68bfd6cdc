"""The wheel, built and installed into an environment of its own: what a person who does not clone gets."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from omnigent_tui import __version__
from tests.architecture.files import PACKAGE, ROOT

# Building and installing once is enough: all of it on one worker.
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it and this one's packages, but not this checkout, behind it."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    site_packages = next(folder.glob("lib/python*/site-packages"))
    # A path file adds the folder, but does not follow the path files in it, so the editable checkout stays out.
    (site_packages / "behind.pth").write_text(sysconfig.get_path("purelib"))
    return folder


def ask(installed: Path, program: str) -> str:
    command = [str(installed / "bin" / "python"), "-I", "-c", program]
    done = subprocess.run(command, cwd=installed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    own = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    themes = {f"omnigent_tui/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    assert len(themes) >= 3
    assert held == own | themes


def test_the_wheel_carries_licence_and_entry_point(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    info = f"omnigent_tui-{__version__}.dist-info"
    assert b"Apache License" in archive.read(f"{info}/licenses/LICENSE")
    assert b"omnigent-tui = omnigent_tui.command_line:main" in archive.read(f"{info}/entry_points.txt")
    metadata = archive.read(f"{info}/METADATA").decode()
    assert "License-Expression: Apache-2.0" in metadata
    assert "Requires-Python: >=3.11" in metadata


def test_the_installed_program_answers(installed: Path) -> None:
    done = subprocess.run(
        [installed / "bin" / "omnigent-tui", "--version"], capture_output=True, text=True, check=True, cwd=installed
    )
    assert done.stdout == f"omnigent-tui {__version__}\n"
    assert ask(installed, "import omnigent_tui; print(omnigent_tui.__file__)").startswith(str(installed))


def test_the_installed_program_finds_its_themes(installed: Path) -> None:
    program = "from omnigent_tui.theming.catalog import *; print(packaged_themes_dir(), *load_themes().names)"
    folder, *names = ask(installed, program).split()
    assert Path(folder).is_relative_to(installed)
    assert names == ["omnigent-dark", "omnigent-light", "terminal"]


def test_the_installed_application_can_be_imported(installed: Path) -> None:
    assert ask(installed, "import omnigent_tui.app; print(omnigent_tui.app.__file__)").startswith(str(installed))
