"""Paths on other machines: POSIX and Windows spellings, roots, parents, joins, home directories."""

import pytest

from omnigent_tui.state import host_paths


@pytest.mark.parametrize(
    ("path", "parent"),
    [
        ("/", None),
        ("/home", "/"),
        ("/home/ada", "/home"),
        ("/home/ada/", "/home"),
        ("/srv/back\\slash", "/srv"),
        ("C:\\", None),
        ("C:", None),
        ("C:\\Users", "C:\\"),
        ("C:\\Users\\ada\\work", "C:\\Users\\ada"),
        ("C:/Users/ada", "C:/Users"),
        ("C:\\Users/ada", "C:\\Users"),
        ("\\\\nas\\share", None),
        ("\\\\nas\\share\\team", "\\\\nas\\share\\"),
        ("name", None),
    ],
)
def test_the_directory_above(path: str, parent: str | None) -> None:
    assert host_paths.parent(path) == parent


@pytest.mark.parametrize(
    ("directory", "name", "path"),
    [
        ("/", "etc", "/etc"),
        ("/home/ada", "with space", "/home/ada/with space"),
        ("/srv/back\\slash", "x", "/srv/back\\slash/x"),
        ("C:\\", "Users", "C:\\Users"),
        ("C:\\Users", "ada", "C:\\Users\\ada"),
        ("C:/Users", "ada", "C:/Users/ada"),
    ],
)
def test_a_name_below_a_directory(directory: str, name: str, path: str) -> None:
    assert host_paths.join(directory, name) == path
    assert host_paths.base_name(path) == name
    assert host_paths.parent(path) == directory


@pytest.mark.parametrize("root", ["/", "//", "C:", "C:\\", "d:/", "\\\\nas\\share", "\\\\nas\\share\\"])
def test_roots_are_known(root: str) -> None:
    assert host_paths.is_root(root)
    assert host_paths.parent(root) is None
    assert host_paths.is_absolute(root)


@pytest.mark.parametrize("path", ["", "/a", "C:\\a", "a", "~", "\\\\nas\\share\\a"])
def test_other_paths_are_no_roots(path: str) -> None:
    assert not host_paths.is_root(path)


@pytest.mark.parametrize(("path", "end"), [("/a/", "/a"), ("/", "/"), ("C:\\", "C:\\"), ("C:\\a\\", "C:\\a")])
def test_separators_at_the_end_go(path: str, end: str) -> None:
    assert host_paths.without_end(path) == end


def test_the_home_directory_is_put_in_where_it_is_known() -> None:
    assert host_paths.expand_home("~", "/home/ada") == "/home/ada"
    assert host_paths.expand_home("~/a b", "/home/ada") == "/home/ada/a b"
    assert host_paths.expand_home("~\\a", "C:\\Users\\ada") == "C:\\Users\\ada\\a"
    assert host_paths.expand_home("~/a", None) is None
    assert host_paths.expand_home("~other/a", "/home/ada") == "~other/a"
    assert host_paths.expand_home("/a/~", None) == "/a/~"


@pytest.mark.parametrize("name", ["", " ", ".", "..", "a/b", "a\0b"])
def test_such_names_cannot_be_given(name: str) -> None:
    assert not host_paths.is_plain_name(name, "/home")


def test_what_a_name_may_be_depends_on_the_machine() -> None:
    assert host_paths.is_plain_name("back\\slash", "/home")
    assert not host_paths.is_plain_name("back\\slash", "C:\\Users")
    assert host_paths.is_plain_name("ünïcode 日本 #?%", "/home")
