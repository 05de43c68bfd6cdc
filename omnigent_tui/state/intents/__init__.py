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
from omnigent_tui.state.intents.composing import (
    AttachFile,
    ComposingIntent,
    LoadSkills,
    RemoveAttachment,
    SeekFiles,
    StopSeekingFiles,
    UploadAttachments,
)
from omnigent_tui.state.intents.connection import ConnectToServer, RetryNow
from omnigent_tui.state.intents.conversation import InterruptTurn, LoadOlderItems, SendMessage, WithdrawMessage
from omnigent_tui.state.intents.directories import (
    CreateDirectory,
    FindHome,
    LeaveDirectories,
    ListDirectory,
    LoadWorktrees,
)
from omnigent_tui.state.intents.files import DeleteFile, FilesIntent, LoadFiles, SaveFile
from omnigent_tui.state.intents.fleet import FleetIntent, FleetTarget, LeaveFleet, LookAtFleet, WatchFleet
from omnigent_tui.state.intents.history import (
    ExportSession,
    HistoryIntent,
    LeaveSearch,
    LoadAround,
    LoadEarlierPage,
    SearchHistory,
)
from omnigent_tui.state.intents.new_session import (
    CancelCreation,
    CreateSession,
    LoadHarnessModels,
    LoadNewSessionChoices,
    WorktreeWish,
)
from omnigent_tui.state.intents.runners import DirectoryIntent, LaunchRunner, LookAtSessions, StartingIntent, WakeRunner
from omnigent_tui.state.intents.session_settings import (
    ArchiveSession,
    ChangeSetting,
    CompactSession,
    DeleteSession,
    ForkSession,
    LoadModelOptions,
    RenameSession,
    SessionSettingIntent,
    StopSession,
)
from omnigent_tui.state.intents.sessions import LoadMoreSessions, OpenSession

Intent = (
    ConnectToServer
    | RetryNow
    | OpenSession
    | LoadMoreSessions
    | LoadOlderItems
    | SearchHistory
    | LeaveSearch
    | LoadAround
    | LoadEarlierPage
    | ExportSession
    | SendMessage
    | WithdrawMessage
    | InterruptTurn
    | ArchiveSession
    | ChangeSetting
    | CompactSession
    | DeleteSession
    | ForkSession
    | LoadModelOptions
    | RenameSession
    | StopSession
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
    | CancelCreation
    | LoadHarnessModels
    | ListDirectory
    | FindHome
    | LeaveDirectories
    | CreateDirectory
    | LoadWorktrees
    | LoadAgentsMesh
    | LoadMeshRunner
    | LoadPods
    | LeaveAgentsMesh
    | LaunchRunner
    | WakeRunner
    | LookAtSessions
    | WatchFleet
    | LookAtFleet
    | LeaveFleet
    | ComposingIntent
    | FilesIntent
)

__all__ = [
    "AgentsMeshIntent",
    "AllowInSession",
    "AnswerAlike",
    "AnswerElicitation",
    "AnsweredBy",
    "ApprovalIntent",
    "ArchiveSession",
    "AttachFile",
    "CancelCreation",
    "ChangeSetting",
    "CheckElicitations",
    "CompactSession",
    "ComposingIntent",
    "ConnectToServer",
    "CreateDirectory",
    "CreateSession",
    "DeleteFile",
    "DeleteSession",
    "DirectoryIntent",
    "ExportSession",
    "FilesIntent",
    "FindHome",
    "FleetIntent",
    "FleetTarget",
    "ForkSession",
    "HistoryIntent",
    "Intent",
    "InterruptTurn",
    "LaunchRunner",
    "LeaveAgentsMesh",
    "LeaveDirectories",
    "LeaveFleet",
    "LeavePeek",
    "LeaveSearch",
    "ListDirectory",
    "LoadAgentsMesh",
    "LoadAround",
    "LoadEarlierPage",
    "LoadFiles",
    "LoadHarnessModels",
    "LoadMeshRunner",
    "LoadModelOptions",
    "LoadMoreSessions",
    "LoadNewSessionChoices",
    "LoadOlderItems",
    "LoadPods",
    "LoadSkills",
    "LoadWorktrees",
    "LookAtFleet",
    "LookAtSessions",
    "OpenSession",
    "PeekSession",
    "RemoveAttachment",
    "RenameSession",
    "RetryNow",
    "RevokeRule",
    "SaveFile",
    "SearchHistory",
    "SeekFiles",
    "SendMessage",
    "SessionSettingIntent",
    "StartingIntent",
    "StopSeekingFiles",
    "StopSession",
    "TakeBackAnswer",
    "UploadAttachments",
    "Verdict",
    "WakeRunner",
    "WatchFleet",
    "WithdrawMessage",
    "WorktreeWish",
]
