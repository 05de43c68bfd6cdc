"""What the form makes of what is filled in, and what it says about how far it is."""

from types import MappingProxyType
from typing import Any

import pytest

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.hosts import Worktree
from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.rendering.glyphs import UNICODE
from omnigent_tui.screens.new_session.choices import effort_choices, looks_like_a_path, model_choices, none_of
from omnigent_tui.screens.new_session.memory import FormMemory
from omnigent_tui.screens.new_session.progress import progress_of
from omnigent_tui.screens.new_session.request import Flaw, build_launch, build_request
from omnigent_tui.state.directories import ListingPhase, Worktrees
from omnigent_tui.state.intents import CreateSession, LaunchRunner, WorktreeWish
from omnigent_tui.state.new_session import CreationPhase, FormField, HarnessModels, NewSessionState
from omnigent_tui.values import replace

NEW = NewSessionState(agents=(Agent(id="a", name="plain"), Agent(id="c", name="native", harness="claude-native")))
FILLED = FormMemory(agent_id="a", host_id="h", workspaces=MappingProxyType({"h": "~/x"}))


def request(memory: FormMemory) -> CreateSession | Flaw:
    return build_request(memory, NEW, "/home/ada", None)


def test_a_native_agent_is_labelled_and_started_in_its_mode() -> None:
    made = request(replace(FILLED, agent_id="c", permissions="plan", arguments="--verbose 'a b'"))
    assert isinstance(made, CreateSession)
    assert made.launch_args == ("--permission-mode", "plan", "--verbose", "a b")
    assert made.labels == {"omnigent.ui": "terminal", "omnigent.wrapper": "claude-code-native-ui"}


def test_an_upload_has_no_agent_of_the_server_and_nothing_of_a_harness() -> None:
    made = request(replace(FILLED, agent_id="c", permissions="plan", bundle="~/mine.yaml", labels="a=b, c = d=e,"))
    assert isinstance(made, CreateSession)
    assert (made.agent_id, made.bundle, made.launch_args) == ("", "~/mine.yaml", ())
    assert made.labels == {"a": "b", "c": "d=e"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agent_id": None}, FormField.AGENT),
        ({"title": "x" * 201}, FormField.TITLE),
        ({"base_branch": "main"}, FormField.WORKTREE),
        ({"arguments": "'open"}, FormField.ARGUMENTS),
        ({"labels": "odd"}, FormField.LABELS),
        ({"labels": "=b"}, FormField.LABELS),
        ({"workspaces": MappingProxyType({"h": "relative"})}, FormField.WORKSPACE),
    ],
)
def test_a_flaw_names_its_field(change: dict[str, object], field: FormField) -> None:
    found = request(replace(FILLED, **change))  # type: ignore[arg-type]
    assert isinstance(found, Flaw)
    assert found.field is field


def test_a_home_that_is_not_known_is_waited_for() -> None:
    found = build_request(FILLED, NEW, None, None)
    assert isinstance(found, Flaw)
    assert found.waits_for_home


def test_a_runner_is_launched_where_the_form_says() -> None:
    wanted = build_launch("s", replace(FILLED, worktree="b", base_branch="main"), "/home/ada", None)
    assert wanted == LaunchRunner("s", "h", "/home/ada/x", WorktreeWish("b", "main"))
    refused = build_launch("s", replace(FILLED, host_id=""), None, None)
    assert isinstance(refused, Flaw)
    assert refused.field is FormField.HOST


def test_in_a_worktree_that_is_there_the_agent_works_in_its_directory() -> None:
    rows = (Worktree(raw_path="/home/ada/x", branch="main", is_main=True), Worktree(raw_path="/w/b", branch="b"))
    there = Worktrees("h", "/home/ada/x", rows, ListingPhase.READY)
    wished = replace(FILLED, worktree="b")
    made = build_request(wished, NEW, "/home/ada", there)
    assert isinstance(made, CreateSession)
    assert (made.workspace, made.worktree) == ("/w/b", WorktreeWish("b", is_existing=True))
    assert build_launch("s", wished, "/home/ada", there) == LaunchRunner("s", "h", "/w/b", made.worktree)
    assert wished.after(made).workspaces["h"] == FILLED.workspaces["h"], "the next form begins with the repository"


def test_another_agent_has_no_use_for_what_was_chosen_for_the_one_before() -> None:
    chosen = replace(FILLED, model="m", effort="high", permissions="plan", arguments="-v")
    assert chosen.with_agent("a") is chosen
    other = chosen.with_agent("c")
    assert (other.model, other.effort, other.permissions, other.arguments) == ("", "", "", "")
    assert chosen.with_bundle("x.yaml").with_agent("a").bundle == ""


def test_what_lets_an_agent_do_more_is_not_kept_for_the_next_session() -> None:
    made = request(replace(FILLED, permissions="plan", arguments="-v", model="m", effort="high", project="p"))
    assert isinstance(made, CreateSession)
    kept = FILLED.after(made)
    assert (kept.model, kept.effort, kept.project, kept.permissions, kept.arguments) == ("m", "high", "p", "", "")
    assert kept.recents["h"] == ("/home/ada/x",)


def test_models_and_their_efforts_are_offered() -> None:
    big = ModelOption.model_validate(
        {"id": "1", "model": "big", "displayName": "Big", "supportedReasoningEfforts": [{"reasoningEffort": "high"}]}
    )
    known = HarnessModels(models=(big, ModelOption(id="small")))
    assert [choice.id for choice in model_choices(known, "")] == ["big", "small"]
    assert [choice.id for choice in model_choices(known, "BI")] == ["big"]
    assert [choice.id for choice in effort_choices(known, "big")] == ["", "high"]
    assert len(effort_choices(known, "small")) > 2


@pytest.mark.parametrize(
    ("text", "is_path"),
    [("~/a.yaml", True), ("/a", True), ("./a", True), ("../a", True), ("C:\\a", True), ("smoke", False), ("", False)],
)
def test_what_is_typed_for_an_agent_may_be_a_path(text: str, is_path: bool) -> None:
    assert looks_like_a_path(text) is is_path


@pytest.mark.parametrize(
    ("change", "phase", "words"),
    [
        ({}, CreationPhase.CREATING, "● make the session on atlas · 7 s   ○ start the runner   ○ send the message"),
        ({"host_id": None}, CreationPhase.CREATING, "● make the session · 7 s   ○ send the message"),
        ({"bundle": "x", "agent_id": ""}, CreationPhase.PACKING, "● pack the agent · 7 s   ○ make the session on"),
        ({"bundle": "x", "agent_id": ""}, CreationPhase.CREATING, "✓ pack the agent   ● make the session on atlas"),
        ({"worktree": WorktreeWish("b")}, CreationPhase.CREATING, "● make worktree and session on atlas · 7 s"),
        ({}, CreationPhase.CANCELLING, "Cancelling"),
        ({}, CreationPhase.CHECKING, "looking whether the session was made · 7 s"),
    ],
)
def test_every_step_of_a_creation_is_told(change: dict[str, Any], phase: CreationPhase, words: str) -> None:
    wanted = CreateSession("a", host_id="h", workspace="/x", first_message="hello")
    new = replace(NEW, phase=phase, since=100.0, request=replace(wanted, **change))
    assert words in progress_of(new, 107.0, "atlas", "F6", UNICODE)


def test_an_empty_list_says_why_it_is_empty() -> None:
    def said(phase: CreationPhase, known: int) -> str:
        return none_of("agent", known, NewSessionState(phase=phase))

    assert said(CreationPhase.READY, 2) == "No agent has that in its name."
    assert said(CreationPhase.FAILED, 2) == "No agent has that in its name."
    assert said(CreationPhase.UNKNOWN, 0) == said(CreationPhase.LOADING, 0) == "Reading agents…"
    assert said(CreationPhase.FAILED, 0) == "The agents could not be read."
    assert said(CreationPhase.READY, 0) == "The server has no agents."
