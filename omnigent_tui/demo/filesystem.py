"""A file tree that exists only in memory: what the demo's hosts let a client browse, read and write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from omnigent_tui.demo.entities import now


@dataclass
class File:
    """A file with its content."""

    content: bytes = b""
    modified_at: int = field(default_factory=now)


@dataclass
class Directory:
    """A directory; `grow` makes its entries on first use; `trouble` is why it cannot be listed."""

    entries: dict[str, File | Directory] = field(default_factory=dict)
    grow: Callable[[], dict[str, File | Directory]] | None = None
    trouble: str | None = None
    modified_at: int = field(default_factory=now)
    _sorted: list[str] | None = None

    def children(self) -> dict[str, File | Directory]:
        """The entries by name."""
        if self.grow is not None:
            self.entries, self.grow = self.grow(), None
        return self.entries

    def names(self) -> list[str]:
        """The names in the order of a listing: by code point, files and directories mixed."""
        children = self.children()
        if self._sorted is None or len(self._sorted) != len(children):
            self._sorted = sorted(children)
        return self._sorted


Node = File | Directory


class FileTree:
    """A whole file system with a home directory."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.root = Directory()
        self.make_directory(home)

    def absolute(self, path: str) -> str:
        """The path with `~` expanded and its slashes tidied."""
        if path in {"", "~"}:
            path = self.home
        elif path.startswith("~/"):
            path = f"{self.home}/{path[2:]}"
        elif not path.startswith("/"):
            path = f"/{path}"
        return "/" + "/".join(part for part in path.split("/") if part)

    def find(self, path: str) -> Node | None:
        """What is at this path."""
        node: Node = self.root
        for part in self.absolute(path).split("/"):
            if not part:
                continue
            found = node.children().get(part) if isinstance(node, Directory) else None
            if found is None:
                return None
            node = found
        return node

    def make_directory(self, path: str) -> Directory:
        """The directory at this path, made with its parents when missing."""
        node = self.root
        for part in self.absolute(path).split("/"):
            if not part:
                continue
            found = node.children().setdefault(part, Directory())
            if isinstance(found, File):
                raise NotADirectoryError(path)
            node = found
        return node

    def write(self, path: str, content: bytes) -> bool:
        """Write a file with its parents; whether it is new."""
        folder, _, name = self.absolute(path).rpartition("/")
        directory = self.make_directory(folder or "/")
        existing = directory.children().get(name)
        if isinstance(existing, File):
            existing.content, existing.modified_at = content, now()
            return False
        directory.children()[name] = File(content)
        directory.modified_at = now()
        return True

    def remove(self, path: str) -> bool:
        """Remove what is at this path; whether there was anything."""
        folder, _, name = self.absolute(path).rpartition("/")
        directory = self.find(folder or "/")
        return isinstance(directory, Directory) and directory.children().pop(name, None) is not None

    def plant(self, path: str, contents: Mapping[str, str]) -> None:
        """Write many text files below a directory; a name ending in "/" makes a directory."""
        for name, text in contents.items():
            if name.endswith("/"):
                self.make_directory(f"{path}/{name}")
            else:
                self.write(f"{path}/{name}", text.encode())

    def walk(self, path: str, limit: int = 5000) -> list[tuple[str, Node]]:
        """Everything below a directory as (path relative to it, node), at most `limit`."""
        start = self.find(path)
        found: list[tuple[str, Node]] = []
        queue: list[tuple[str, Node]] = [("", start)] if isinstance(start, Directory) else []
        while queue and len(found) < limit:
            prefix, node = queue.pop(0)
            if not isinstance(node, Directory) or node.grow is not None:
                continue
            for name in node.names():
                child = node.children()[name]
                found.append((f"{prefix}{name}", child))
                queue.append((f"{prefix}{name}/", child))
        return found


def entry_kind(node: Node) -> str:
    """`directory` or `file`."""
    return "directory" if isinstance(node, Directory) else "file"


def entry_size(node: Node) -> int | None:
    """A file's size in bytes; None for a directory."""
    return len(node.content) if isinstance(node, File) else None
