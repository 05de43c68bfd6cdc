"""The table of endpoints in CONTRIBUTING.md: complete, and naming files and tests that exist."""

import ast
import re

import pytest

from tests.architecture.files import PACKAGE, ROOT
from tests.architecture.seed_endpoints import SEED_ENDPOINTS

_HEAD = "| endpoint | used by | proved by |"
_CODE = re.compile(r"`([^`]+)`")
_UNUSED = "nothing here: "


def _rows() -> dict[str, tuple[str, str]]:
    """Endpoint to what uses it and what proves it, from every table with that head."""
    rows: dict[str, tuple[str, str]] = {}
    is_inside = False
    for line in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines():
        is_inside = line == _HEAD or (is_inside and line.startswith("|"))
        if is_inside and line.startswith("| `"):
            endpoint, used, proved = (cell.strip() for cell in line.strip("|").split("|"))
            assert endpoint.strip("`") not in rows, f"{endpoint} twice"
            rows[endpoint.strip("`")] = used, proved
    return rows


ROWS = _rows()
WANTED = [endpoint for page in SEED_ENDPOINTS.values() for endpoint in page]


def test_every_documented_endpoint_has_its_row_and_no_other() -> None:
    assert sorted(ROWS) == sorted(WANTED)


@pytest.mark.parametrize("endpoint", WANTED)
def test_what_uses_an_endpoint_exists(endpoint: str) -> None:
    used, _ = ROWS[endpoint]
    if used.startswith(_UNUSED):
        assert len(used) > len(_UNUSED)
        return
    files = _CODE.findall(used)
    assert files
    assert [name for name in files if not (PACKAGE / name).exists()] == []


@pytest.mark.parametrize("endpoint", WANTED)
def test_what_proves_an_endpoint_exists(endpoint: str) -> None:
    _, proved = ROWS[endpoint]
    tests = _CODE.findall(proved)
    assert tests
    for named in tests:
        file, _, function = named.partition("::")
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert function in functions, named
