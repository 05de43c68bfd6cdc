"""How answers are given and how the person is called: every key, and nothing wrong in them is fatal."""

from pathlib import Path

import pytest

from omnigent_tui.settings.answering import ApprovalSettings, NotificationSettings
from omnigent_tui.settings.settings_file import load_settings


def _load(folder: Path, text: str) -> tuple[ApprovalSettings, NotificationSettings, tuple[str, ...]]:
    path = folder / "settings.toml"
    path.write_text(text)
    loaded = load_settings(path)
    return loaded.settings.approvals, loaded.settings.notifications, loaded.problems


def test_by_default_nothing_is_held_and_no_rule_can_be_made(tmp_path: Path) -> None:
    approvals, notifications, problems = _load(tmp_path, "")
    assert (approvals, problems) == (ApprovalSettings(0, session_rules=False), ())
    assert notifications == NotificationSettings(bell=True, desktop=True, title=True, when="asks")


def test_all_of_it_can_be_set(tmp_path: Path) -> None:
    text = "[approvals]\nundo_seconds = 2.5\nsession_rules = true\n[notifications]\nbell = false\ndesktop = false\n"
    approvals, notifications, problems = _load(tmp_path, text + 'title = false\nwhen = "asks and turns"\n')
    assert (approvals.undo_seconds, approvals.session_rules) == (2.5, True)
    assert notifications == NotificationSettings(bell=False, desktop=False, title=False, when="asks and turns")
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[approvals]\nundo_seconds = 11", "from 0 to 10"),
        ("[approvals]\nundo_seconds = -1", "from 0 to 10"),
        ("[approvals]\nundo_seconds = true", "from 0 to 10"),
        ('[approvals]\nsession_rules = "yes"', "true or false"),
        ("[approvals]\nsession_rule = true", "unknown key 'approvals.session_rule'"),
        ("approvals = 1", "must be a table"),
        ('[notifications]\nwhen = "never"', '"asks" or "asks and turns"'),
        ("notifications = true", "must be a table"),
    ],
)
def test_what_cannot_be_used_is_said_and_its_default_taken(tmp_path: Path, text: str, word: str) -> None:
    approvals, notifications, (problem,) = _load(tmp_path, text)
    assert word in problem
    assert (approvals, notifications) == (ApprovalSettings(), NotificationSettings())
