"""What a failed creation means: whether there may be a session nevertheless, and which field of the form is wrong."""

from omnigent_tui.state.new_session import FormField
from omnigent_tui.wire import errors
from omnigent_tui.wire.errors import WireError

_REQUEST_TIMEOUT, _CLIENT_CLOSED_REQUEST = 408, 499
_FIELDS = {
    "agent_id": FormField.AGENT,
    "host_id": FormField.HOST,
    "workspace": FormField.WORKSPACE,
    "git": FormField.WORKTREE,
    "title": FormField.TITLE,
    "model_override": FormField.MODEL,
    "reasoning_effort": FormField.EFFORT,
    "terminal_launch_args": FormField.ARGUMENTS,
    "project_id": FormField.PROJECT,
    "labels": FormField.LABELS,
    "bundle": FormField.AGENT,
    "metadata": FormField.AGENT,
}
# In this order: a sentence about a worktree also names its workspace, and one about a workspace its host.
_WORDS = (
    ("worktree", FormField.WORKTREE),
    ("branch", FormField.WORKTREE),
    ("repository", FormField.WORKTREE),
    ("workspace", FormField.WORKSPACE),
    ("project", FormField.PROJECT),
    ("terminal_launch_args", FormField.ARGUMENTS),
    ("label", FormField.LABELS),
    ("harness", FormField.AGENT),
    ("agent", FormField.AGENT),
    ("effort", FormField.EFFORT),
    ("model", FormField.MODEL),
    ("title", FormField.TITLE),
    ("host", FormField.HOST),
)


def may_have_been_carried_out(error: WireError) -> bool:
    """Whether a failed creation may have made a session nevertheless: its answer was lost, or somebody between."""
    match error:
        case errors.Unreachable():
            return error.maybe_delivered
        case errors.ServerFault() | errors.HostTimeout() | errors.RunnerUnavailable():
            return True
        case errors.Rejected():
            return error.status in (_REQUEST_TIMEOUT, _CLIENT_CLOSED_REQUEST)
        case _:
            return True


def blamed_field(error: WireError) -> FormField | None:
    """Return what of the form the server's refusal is about, if it says so."""
    if not isinstance(error, errors.Rejected) or isinstance(error, errors.ServerFault):
        return None
    if isinstance(error, errors.NotConfigured):
        return FormField.AGENT
    for name, _ in error.fields:
        found = _FIELDS.get(name.partition(".")[0])
        if found is not None:
            return FormField.BASE_BRANCH if name.endswith("base_branch") else found
    said = error.server_message.lower()
    return next((field for word, field in _WORDS if word in said), None)
