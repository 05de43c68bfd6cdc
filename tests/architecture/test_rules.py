"""Rules about code that linters have no word for, each with the place where the exception is."""

import ast
from collections.abc import Callable, Iterator

import pytest
from textual.events import _key_to_identifier
from textual.keys import Keys, _character_to_key

from omnigent_tui.commands.catalog import CATALOG
from tests.architecture.files import ROOT, python_files, shown, syntax_tree

# Files of our own (state, tokens), answers of a local health check, and the demo server's own input are not server data
# that reaches the screen.
MAY_READ_JSON = ("omnigent_tui/protocol/decoding.py", "omnigent_tui/settings/", "omnigent_tui/demo/")
MAY_CATCH_EVERYTHING = ("omnigent_tui/live/supervisor.py",)

_CHARACTERS = (_key_to_identifier(_character_to_key(chr(number))) for number in range(32, 0x250))
_KEY_NAMES = frozenset(_CHARACTERS).union(_key_to_identifier(key.value) for key in Keys)

Rule = Callable[[ast.Module], list[int]]


def _calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def json_readings(tree: ast.Module) -> list[int]:
    """Return the lines that parse JSON, by whatever name."""
    lines = [line for name, line in _calls(tree) if name in ("json.loads", "json.load", "loads")]
    # `response.json()` of an HTTP library is the same thing; pydantic's way round the decoder as well.
    lines += [line for name, line in _calls(tree) if name.endswith((".json", ".model_validate_json", ".validate_json"))]
    return lines


def blind_handlers(tree: ast.Module) -> list[int]:
    """Return the lines of handlers that catch every exception."""

    def is_blind(caught: ast.expr | None) -> bool:
        if caught is None:
            return True
        names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
        return any(ast.unparse(name).rpartition(".")[2] in ("Exception", "BaseException") for name in names)

    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and is_blind(node.type)]


def probing_calls(tree: ast.Module) -> list[int]:
    """Return the lines that ask an object whether it has an attribute."""
    return [line for name, line in _calls(tree) if name in ("getattr", "hasattr")]


def generated_values(tree: ast.Module) -> list[int]:
    """Return the lines of dataclasses that derive from nothing: one made of `values.Value` is loaded in no time."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.bases
        for decorator in node.decorator_list
        if ast.unparse(decorator).partition("(")[0] in ("dataclass", "dataclasses.dataclass")
    ]


def names_of_keys(tree: ast.Module) -> list[int]:
    """Return the lines that name something as Textual names handlers of keys: `@` calls what is named `_key_at`."""

    def name(node: ast.AST) -> str:
        match node:
            case ast.Attribute(attr=given, ctx=ast.Store()) | ast.Name(id=given, ctx=ast.Store()):
                return given
            case ast.FunctionDef(name=given) | ast.AsyncFunctionDef(name=given):
                return given
            case _:
                return ""

    handlers = {f"{prefix}{key}" for prefix in ("key_", "_key_") for key in _KEY_NAMES}
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt) and name(node) in handlers]


def offenders(rule: Rule, *allowed: str) -> list[str]:
    """Return ``file:line`` of everything in the product that breaks the rule outside the allowed places."""
    return [
        f"{shown(path)}:{line}"
        for path in python_files("omnigent_tui")
        if not shown(path).startswith(allowed)
        for line in rule(syntax_tree(path))
    ]


def test_what_the_server_says_is_decoded_in_one_place() -> None:
    assert offenders(json_readings, *MAY_READ_JSON) == []


def test_no_error_is_caught_unseen() -> None:
    assert offenders(blind_handlers, *MAY_CATCH_EVERYTHING) == []


def test_nothing_probes_for_attributes() -> None:
    assert offenders(probing_calls) == []


def test_nothing_is_called_by_a_key_that_happens_to_have_its_name() -> None:
    assert offenders(names_of_keys) == []


def test_values_are_structs() -> None:
    assert offenders(generated_values, "omnigent_tui/demo/") == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (json_readings, "import json\nx = json.loads(b'')"),
        (generated_values, "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A: ..."),
        (json_readings, "x = response.json()"),
        (json_readings, "x = Model.model_validate_json(b'')"),
        (blind_handlers, "try:\n    x\nexcept Exception:\n    pass"),
        (blind_handlers, "try:\n    x\nexcept:\n    pass"),
        (blind_handlers, "try:\n    x\nexcept (OSError, builtins.BaseException):\n    pass"),
        (probing_calls, "getattr(x, 'a', None)"),
        (probing_calls, "hasattr(x, 'a')"),
        (names_of_keys, "self._key_at = 0.0"),
        (names_of_keys, "class A:\n    key_f1: str = ''"),
        (names_of_keys, "async def key_ctrl_x(self): ..."),
    ],
)
def test_the_rules_see_what_they_are_for(rule: Rule, code: str) -> None:
    assert rule(ast.parse(code)) != []


def test_every_command_is_performed_by_somebody() -> None:
    trees = [syntax_tree(path) for path in python_files("omnigent_tui") if "commands" not in path.parts]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    methods = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    # A decision on an approval is taken from the key event itself, which knows when the key was pressed.
    named = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert [row.id for row in CATALOG if f"action_{row.action}" not in methods and row.id not in named] == []


def test_every_action_of_ours_is_in_the_table() -> None:
    actions = {f"action_{row.action}" for row in CATALOG}
    scopes = {row.id.partition(".")[0] for row in CATALOG}
    unknown = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files("omnigent_tui")
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("action_")
        and node.name.split("_")[1] in scopes
        and node.name not in actions
    ]
    assert unknown == []


def test_the_readme_documents_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [row.id for row in CATALOG if f"`{row.id}`" not in readme] == []
