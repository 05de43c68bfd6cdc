"""The seeded agents and hosts, with file trees that hold awkward names, hidden files and one huge directory."""

from __future__ import annotations

from omnigent_tui.demo.entities import Agent, Host, now
from omnigent_tui.demo.filesystem import Directory, File, FileTree
from omnigent_tui.demo.world import World

MANY = 20_000
_BUILTIN = (
    ("claude-native-ui", "claude-native"),
    ("codex-native-ui", "codex-native"),
    ("cursor-native-ui", "cursor-native"),
    ("opencode-native-ui", "opencode-native"),
    ("kiro-native-ui", "kiro-native"),
    ("goose-native-ui", "goose-native"),
    ("qwen-native-ui", "qwen-native"),
    ("hermes-native-ui", "hermes-native"),
    ("pi-native-ui", "pi-native"),
    ("devin-native-ui", "devin-native"),
    ("antigravity-native-ui", "antigravity-native"),
    ("jcode", "jcode"),
    ("grok", "grok"),
)
_HARNESSES: dict[str, bool | str] = {
    "openai-agents": True,
    "claude-sdk": True,
    "open-responses": True,
    "claude-native": "binary-missing",
    "codex-native": "binary-missing",
    "cursor-native": "needs-auth",
    "opencode-native": "binary-missing",
    "kiro-native": False,
    "goose-native": False,
    "jcode": False,
    "grok": False,
}
_API = {
    "README.md": "# API\n\nA small service with a retry.\n\n```sh\nmake test\n```\n",
    "pyproject.toml": '[project]\nname = "api"\nversion = "2.4.1"\n',
    "übersicht.md": "# Übersicht\n\nAlles Wichtige auf einer Seite. 日本語も。\n",
    ".gitignore": "__pycache__/\n",
    ".env.example": "PORT=8080\n",
    ".git/HEAD": "main",
    "src/__init__.py": "",
    "src/retry.py": "from time import sleep\n\n\ndef delays(base: float, cap: float) -> list[float]:\n    ...\n",
    "src/auth.py": "def login(name: str, password: str) -> str: ...\n",
    "src/with space/notes draft.txt": "spaces are fine\n",
    "tests/test_retry.py": "def test_backoff_is_capped() -> None: ...\n",
    "docs/architecture.md": "# Architecture\n",
}
_AWKWARD = (
    "with space/",
    "ünïcode-日本/",
    "emoji-🚀-launch/",
    "hash#dir/",
    "q?mark/",
    "per%cent/",
    "per%20cent/",
    "back\\slash/",
    "plus+amp&eq=/",
    "semi;colon/",
    "quo'te\"d/",
    ".hidden/",
    "empty/",
)


def add_agents(world: World) -> None:
    """Three agents of one's own, a sub-agent, and built-in ones: more than one page of the list."""
    skill = {"name": "debate", "description": "Argue both sides, then decide.", "display_name": "Debate"}
    own = (
        Agent("", "smoke", "openai-agents", "Answers questions and runs tools."),
        Agent("", "reviewer", "claude-sdk", "Reviews changes.", "demo-critic", skills=[skill]),
        Agent("", "operator", "openai-agents", "Runs shell commands.", terminals=["bash"]),
        Agent("", "researcher", "openai-agents", "Looks into things for other agents.", "demo-small"),
    )
    built_in = [Agent("", name, harness, builtin=True) for name, harness in _BUILTIN]
    built_in += [Agent("", f"archive-{number}", "claude-sdk", builtin=True) for number in range(1, 6)]
    for agent in (*own, *built_in):
        agent.id = world.ids.agent(f"agent {agent.name}")
        world.store.agents[agent.id] = agent


def _many() -> dict[str, File | Directory]:
    shared = File()
    return {f"entry-{number:05d}": shared for number in range(MANY)}


def _linux_tree() -> FileTree:
    files = FileTree("/home/ada")
    files.plant("~/projects/api", _API)
    files.plant("~/projects/web-client", {"package.json": '{"name":"web-client"}\n', ".git/HEAD": "trunk"})
    files.plant("~/projects", dict.fromkeys(_AWKWARD, ""))
    files.plant("~/projects/ünïcode-日本", {"читай меня.txt": "привет\n", "資料/メモ.md": "# メモ\n"})
    files.plant("~/projects/with space", {"a b/c d.txt": "x\n"})
    files.plant("~", {".bashrc": "export EDITOR=vi\n", ".config/": "", "Documents/plan.md": "# Plan\n"})
    files.plant("~/projects", {"file.txt": "", "deep/a/b/c/d/e/f/g/bottom.txt": "deep\n"})
    files.plant("/", {"etc/hosts": "127.0.0.1 localhost\n", "tmp/": "", "var/log/syslog": "…\n"})
    projects = files.make_directory("~/projects").children()
    projects["many"] = Directory(grow=_many)
    projects["noperm"] = Directory(trouble="permission denied")
    projects["loop"] = Directory(trouble="Too many levels of symbolic links")
    projects["hung"] = Directory(trouble="timeout")
    return files


def add_projects(world: World) -> None:
    """Two projects to file sessions under."""
    for name in ("API 2.5", "Website"):
        world.store.projects[world.ids.project(name)] = name


def add_hosts(world: World) -> None:
    """One host that is online, one that is not."""
    laptop = FileTree("/Users/ada")
    laptop.plant("~", {"code/site/index.html": "<h1>hi</h1>\n", ".zshrc": "", "Desktop/": ""})
    for name, platform, files, online in (
        ("atlas", "linux", _linux_tree(), True),
        ("Ada’s MacBook", "darwin", laptop, False),
    ):
        host = Host(world.ids.host(f"host {platform}"), name, platform, files, online, dict(_HARNESSES))
        host.registered_at = now() - 86_400 * 30
        world.store.hosts[host.id] = host
