"""The events this client makes: what it did, what arrived, what failed. `at` is the wall clock in Unix seconds.

Together with the server's own events (inside StreamEvents) they are the only input of `reduce`.
"""

from omnigent_tui.state.client_events.actions import (
    ElicitationAnswered as ElicitationAnswered,
    ElicitationAnswerFailed as ElicitationAnswerFailed,
    InterruptFailed as InterruptFailed,
    InterruptRequested as InterruptRequested,
    MessageAccepted as MessageAccepted,
    MessageDelayed as MessageDelayed,
    MessageQueued as MessageQueued,
    MessageReturned as MessageReturned,
    MessageSending as MessageSending,
    ReturnedTextTaken as ReturnedTextTaken,
)
from omnigent_tui.state.client_events.agentsmesh import (
    MeshNotSetUp as MeshNotSetUp,
    MeshReleased as MeshReleased,
    MeshRunnerArrived as MeshRunnerArrived,
    MeshRunnerFailed as MeshRunnerFailed,
    MeshRunnerRequested as MeshRunnerRequested,
    MeshRunnersArrived as MeshRunnersArrived,
    MeshRunnersFailed as MeshRunnersFailed,
    MeshRunnersRequested as MeshRunnersRequested,
    PodsArrived as PodsArrived,
    PodsFailed as PodsFailed,
    PodsRequested as PodsRequested,
)
from omnigent_tui.state.client_events.attention import (
    AnswerHeld as AnswerHeld,
    AnswerTakenBack as AnswerTakenBack,
    AsksArrived as AsksArrived,
    AsksFailed as AsksFailed,
    AsksLeft as AsksLeft,
    AskSnoozed as AskSnoozed,
    PeekArrived as PeekArrived,
    PeekFailed as PeekFailed,
    PeekLeft as PeekLeft,
    PeekRequested as PeekRequested,
    RuleMade as RuleMade,
    RuleRevoked as RuleRevoked,
    RuleUsed as RuleUsed,
)
from omnigent_tui.state.client_events.composing import (
    AttachmentRemoved as AttachmentRemoved,
    FilesAttached as FilesAttached,
    FileSearchLeft as FileSearchLeft,
    FilesFound as FilesFound,
    FilesNotFound as FilesNotFound,
    FilesSought as FilesSought,
    SkillsArrived as SkillsArrived,
    SkillsFailed as SkillsFailed,
    SkillsRequested as SkillsRequested,
    UploadFailed as UploadFailed,
    UploadFinished as UploadFinished,
    UploadProgressed as UploadProgressed,
)
from omnigent_tui.state.client_events.conversation import (
    ChildrenArrived as ChildrenArrived,
    ConversationFailed as ConversationFailed,
    ConversationReleased as ConversationReleased,
    HistoryReplaced as HistoryReplaced,
    HistoryTrimmed as HistoryTrimmed,
    NewestItemsArrived as NewestItemsArrived,
    OlderItemsArrived as OlderItemsArrived,
    OlderItemsFailed as OlderItemsFailed,
    OlderItemsRequested as OlderItemsRequested,
    SessionOpened as SessionOpened,
    SnapshotArrived as SnapshotArrived,
    StreamConnecting as StreamConnecting,
    StreamDenied as StreamDenied,
    StreamEnded as StreamEnded,
    StreamEvents as StreamEvents,
    StreamLost as StreamLost,
    StreamOpened as StreamOpened,
)
from omnigent_tui.state.client_events.directories import (
    DirectoriesLeft as DirectoriesLeft,
    DirectoryCreated as DirectoryCreated,
    DirectoryCreating as DirectoryCreating,
    DirectoryFailed as DirectoryFailed,
    DirectoryNotCreated as DirectoryNotCreated,
    DirectoryPageArrived as DirectoryPageArrived,
    DirectoryRequested as DirectoryRequested,
    HomeAsked as HomeAsked,
    HomeFound as HomeFound,
    HomeNotFound as HomeNotFound,
    WorktreesArrived as WorktreesArrived,
    WorktreesFailed as WorktreesFailed,
    WorktreesRequested as WorktreesRequested,
)
from omnigent_tui.state.client_events.earlier import (
    EarlierArrived as EarlierArrived,
    EarlierFailed as EarlierFailed,
    EarlierLeft as EarlierLeft,
    EarlierPageArrived as EarlierPageArrived,
    EarlierPageFailed as EarlierPageFailed,
    EarlierPageRequested as EarlierPageRequested,
    EarlierRequested as EarlierRequested,
    FarItemsDropped as FarItemsDropped,
)
from omnigent_tui.state.client_events.event import (
    ClientEvent as ClientEvent,
    ConversationEvent as ConversationEvent,
)
from omnigent_tui.state.client_events.files import (
    FileDeleted as FileDeleted,
    FilesArrived as FilesArrived,
    FileSaved as FileSaved,
    FileSaving as FileSaving,
    FilesFailed as FilesFailed,
    FilesRequested as FilesRequested,
)
from omnigent_tui.state.client_events.fleet import (
    FleetDetailArrived as FleetDetailArrived,
    FleetDetailFailed as FleetDetailFailed,
    FleetDetailRequested as FleetDetailRequested,
    FleetHealthArrived as FleetHealthArrived,
    FleetHostsArrived as FleetHostsArrived,
    FleetPartFailed as FleetPartFailed,
    FleetReleased as FleetReleased,
    FleetRequested as FleetRequested,
    FleetRoundEnded as FleetRoundEnded,
    FleetRunnersArrived as FleetRunnersArrived,
)
from omnigent_tui.state.client_events.new_session import (
    CreationCancelled as CreationCancelled,
    HarnessModelsArrived as HarnessModelsArrived,
    HarnessModelsRequested as HarnessModelsRequested,
    NewSessionChoicesArrived as NewSessionChoicesArrived,
    NewSessionChoicesFailed as NewSessionChoicesFailed,
    NewSessionChoicesRequested as NewSessionChoicesRequested,
    NewSessionFailed as NewSessionFailed,
    NewSessionWatched as NewSessionWatched,
    SessionCreated as SessionCreated,
    SessionCreating as SessionCreating,
)
from omnigent_tui.state.client_events.queueing import (
    HeldMessageMoved as HeldMessageMoved,
    HeldMessageReinstated as HeldMessageReinstated,
    HeldMessageReleased as HeldMessageReleased,
    HeldMessageRemoved as HeldMessageRemoved,
    QueuePaused as QueuePaused,
    QueueRestored as QueueRestored,
    QueueResumed as QueueResumed,
)
from omnigent_tui.state.client_events.runners import (
    RunnerAsked as RunnerAsked,
    RunnerLaunched as RunnerLaunched,
    RunnerLaunchFailed as RunnerLaunchFailed,
    RunnerLaunching as RunnerLaunching,
)
from omnigent_tui.state.client_events.server import (
    Announced as Announced,
    ServerConnecting as ServerConnecting,
    ServerProbed as ServerProbed,
    TaskFailed as TaskFailed,
)
from omnigent_tui.state.client_events.session_list import (
    ListSourceChanged as ListSourceChanged,
    LivenessArrived as LivenessArrived,
    SessionListFailed as SessionListFailed,
    SessionPageArrived as SessionPageArrived,
    SessionPageRequested as SessionPageRequested,
    SessionRowsChanged as SessionRowsChanged,
    SessionsRemoved as SessionsRemoved,
)
from omnigent_tui.state.client_events.session_settings import (
    CompactionRefused as CompactionRefused,
    CompactionRequested as CompactionRequested,
    ModelOptionsArrived as ModelOptionsArrived,
    ModelOptionsFailed as ModelOptionsFailed,
    ModelOptionsRequested as ModelOptionsRequested,
    NextModelChosen as NextModelChosen,
    SessionArchived as SessionArchived,
    SessionDeleted as SessionDeleted,
    SessionRenamed as SessionRenamed,
    SettingChanged as SettingChanged,
    SettingChangeFailed as SettingChangeFailed,
    SettingChanging as SettingChanging,
)
