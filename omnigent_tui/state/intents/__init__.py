"""What a person wants: frozen intents, made by screens and performed by the live layer; one module per domain."""

from omnigent_tui.state.intents.agentsmesh import (
    AgentsMeshIntent,
    LeaveAgentsMesh,
    LoadAgentsMesh,
    LoadMeshRunner,
    LoadPods,
)
from omnigent_tui.state.intents.approvals import (
    AllowInSession,
    AnswerAlike,
    AnsweredBy,
    AnswerElicitation,
    ApprovalIntent,
    CheckElicitations,
    LeavePeek,
    PeekSession,
    RevokeRule,
    TakeBackAnswer,
    Verdict,
)
from omnigent_tui.state.intents.connection import ConnectToServer, RetryNow
from omnigent_tui.state.intents.conversation import InterruptTurn, LoadOlderItems, SendMessage, WithdrawMessage
from omnigent_tui.state.intents.directories import CreateDirectory, LeaveDirectories, ListDirectory, LoadWorktrees
from omnigent_tui.state.intents.fleet import FleetIntent, FleetTarget, LeaveFleet, LookAtFleet, WatchFleet
from omnigent_tui.state.intents.history import ExportSession, HistoryIntent, LeaveSearch, LoadUpTo, SearchHistory
from omnigent_tui.state.intents.new_session import CreateSession, LoadNewSessionChoices, WorktreeWish
from omnigent_tui.state.intents.sessions import LoadMoreSessions, OpenSession

Intent = (
    ConnectToServer
    | RetryNow
    | OpenSession
    | LoadMoreSessions
    | LoadOlderItems
    | SearchHistory
    | LeaveSearch
    | LoadUpTo
    | ExportSession
    | SendMessage
    | WithdrawMessage
    | InterruptTurn
    | AnswerElicitation
    | CheckElicitations
    | AnswerAlike
    | TakeBackAnswer
    | AllowInSession
    | RevokeRule
    | PeekSession
    | LeavePeek
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
    "AllowInSession",
    "AnswerAlike",
    "AnswerElicitation",
    "AnsweredBy",
    "ApprovalIntent",
    "CheckElicitations",
    "ConnectToServer",
    "CreateDirectory",
    "CreateSession",
    "ExportSession",
    "FleetIntent",
    "FleetTarget",
    "HistoryIntent",
    "Intent",
    "InterruptTurn",
    "LeaveAgentsMesh",
    "LeaveDirectories",
    "LeaveFleet",
    "LeavePeek",
    "LeaveSearch",
    "ListDirectory",
    "LoadAgentsMesh",
    "LoadMeshRunner",
    "LoadMoreSessions",
    "LoadNewSessionChoices",
    "LoadOlderItems",
    "LoadPods",
    "LoadUpTo",
    "LoadWorktrees",
    "LookAtFleet",
    "OpenSession",
    "PeekSession",
    "RetryNow",
    "RevokeRule",
    "SearchHistory",
    "SendMessage",
    "TakeBackAnswer",
    "Verdict",
    "WatchFleet",
    "WithdrawMessage",
    "WorktreeWish",
]
