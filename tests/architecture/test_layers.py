"""Who may import whom: the contracts of pyproject.toml, and what really is in memory after an import."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.files import PACKAGE, ROOT, python_files

BELOW_THE_SCREEN = ("protocol", "wire", "state", "live", "settings", "agentsmesh")


def modules_of(package: str) -> list[str]:
    names = []
    for path in python_files(f"omnigent_tui/{package}"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def in_memory_after_importing(modules: list[str]) -> set[str]:
    program = (
        "import sys\nbefore = set(sys.modules)\n"
        + "\n".join(f"import {module}" for module in modules)
        + "\nprint(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_package_has_its_place_in_the_layers() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert [name for name in sorted(packages) if f"omnigent_tui.{name}" not in contracts] == []


@pytest.mark.parametrize("package", BELOW_THE_SCREEN)
def test_nothing_below_the_screen_loads_what_draws(package: str) -> None:
    loaded = in_memory_after_importing(modules_of(package))
    assert "omnigent_tui" in loaded
    assert loaded.isdisjoint({"textual", "rich", "click"})


@pytest.mark.parametrize("package", ["protocol", "state", "settings"])
def test_what_is_pure_loads_no_network_library(package: str) -> None:
    assert in_memory_after_importing(modules_of(package)).isdisjoint({"httpx", "httpcore", "websockets", "anyio"})


def test_the_command_table_loads_nothing_heavy() -> None:
    modules = [name for name in modules_of("commands") if not name.endswith(".bindings")]
    assert in_memory_after_importing(modules).isdisjoint({"textual", "rich", "httpx", "pydantic", "asyncio"})


def test_the_measure_sees_what_is_loaded() -> None:
    assert {"textual", "rich"} <= in_memory_after_importing(["omnigent_tui.commands.bindings"])
