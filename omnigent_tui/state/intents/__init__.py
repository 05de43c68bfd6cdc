"""What a person wants: frozen intents, made by screens and performed by the live layer; one module per domain."""

from omnigent_tui.state.intents.agentsmesh import (
    AgentsMeshIntent,
    LeaveAgentsMesh,
    LoadAgentsMesh,
    LoadMeshRunner,
    LoadPods,
)
from omnigent_tui.state.intents.approvals import AnswerElicitation, CheckElicitations, Verdict
from omnigent_tui.state.intents.connection import ConnectToServer, RetryNow
from omnigent_tui.state.intents.conversation import InterruptTurn, LoadOlderItems, SendMessage, WithdrawMessage
from omnigent_tui.state.intents.directories import CreateDirectory, LeaveDirectories, ListDirectory, LoadWorktrees
from omnigent_tui.state.intents.fleet import FleetIntent, FleetTarget, LeaveFleet, LookAtFleet, WatchFleet
from omnigent_tui.state.intents.new_session import CreateSession, LoadNewSessionChoices, WorktreeWish
from omnigent_tui.state.intents.sessions import LoadMoreSessions, OpenSession

Intent = (
    ConnectToServer
    | RetryNow
    | OpenSession
    | LoadMoreSessions
    | LoadOlderItems
    | SendMessage
    | WithdrawMessage
    | InterruptTurn
    | AnswerElicitation
    | CheckElicitations
    | LoadNewSessionChoices
    | CreateSession
    | ListDirectory
    | LeaveDirectories
    | CreateDirectory
    | LoadWorktrees
    | LoadAgentsMesh
    | LoadMeshRunner
    | LoadPods
    | LeaveAgentsMesh
    | WatchFleet
    | LookAtFleet
    | LeaveFleet
)

__all__ = [
    "AgentsMeshIntent",
    "AnswerElicitation",
    "CheckElicitations",
    "ConnectToServer",
    "CreateDirectory",
    "CreateSession",
    "FleetIntent",
    "FleetTarget",
    "Intent",
    "InterruptTurn",
    "LeaveAgentsMesh",
    "LeaveDirectories",
    "LeaveFleet",
    "ListDirectory",
    "LoadAgentsMesh",
    "LoadMeshRunner",
    "LoadMoreSessions",
    "LoadNewSessionChoices",
    "LoadOlderItems",
    "LoadPods",
    "LoadWorktrees",
    "LookAtFleet",
    "OpenSession",
    "RetryNow",
    "SendMessage",
    "Verdict",
    "WatchFleet",
    "WithdrawMessage",
    "WorktreeWish",
]
