"""Conversation items: `GET …/items` (flat), the snapshot's `items` (nested under `data`), `response.output_item.done`.

Every item has `id`, `type`, `status`, `response_id` and `created_at` (Unix seconds, resolution 1 s) in common.
A type this client does not know, or a known one that does not fit, becomes an UnknownItem: never an error.
"""

from typing import Any, Literal

from pydantic import ValidationError

from omnigent_tui.protocol.base import Rows, ServerModel


class ContentBlock(ServerModel):
    """One block of a message's content: `input_text`, `output_text`, `input_image`, `input_file`, or unknown."""

    type: str = "unknown"
    text: str = ""
    file_id: str | None = None
    filename: str | None = None


class ItemBase(ServerModel):
    """What all items share. `id` is the stored id, except on streamed tool items (`fc_…`, `fco_…`)."""

    id: str = ""
    response_id: str = ""
    status: str = "completed"
    created_at: float | None = None
    created_by: str | None = None


class MessageItem(ItemBase):
    """A user or assistant message. `[System: …]` user messages are the server's own notices (`is_system_notice`)."""

    type: Literal["message"] = "message"
    role: str = "assistant"
    content: Rows[ContentBlock] = ()
    model: str | None = None
    is_meta: bool = False
    user_authored: bool | None = None
    interrupted: bool = False
    stream_message_id: str | None = None

    @property
    def text(self) -> str:
        """The text blocks joined by a blank line."""
        return "\n\n".join(block.text for block in self.content if block.text)

    @property
    def is_system_notice(self) -> bool:
        """Whether a `user` message was written by the server (wire-format §5.5: only the prefix tells)."""
        return self.role == "user" and self.text.startswith(("[System:", "[Request interrupted by user]"))


class FunctionCallItem(ItemBase):
    """A tool call. `arguments` is a JSON string; `agent` is the response id on the first streamed copy."""

    type: Literal["function_call"] = "function_call"
    name: str = "tool"
    arguments: str = ""
    call_id: str
    agent: str | None = None
    model: str | None = None
    namespace: str | None = None


class FunctionCallOutputItem(ItemBase):
    """What a tool call gave; `output` is a string, often JSON."""

    type: Literal["function_call_output"] = "function_call_output"
    call_id: str
    output: str = ""


class ReasoningItem(ItemBase):
    """Reasoning kept by the server: summary blocks, sometimes content blocks."""

    type: Literal["reasoning"] = "reasoning"
    summary: Rows[ContentBlock] = ()
    content: Rows[ContentBlock] = ()

    @property
    def text(self) -> str:
        """Summary and content blocks joined by a blank line."""
        return "\n\n".join(block.text for block in (*self.summary, *self.content) if block.text)


class ErrorItem(ItemBase):
    """An error the server keeps in the conversation (it is stored, but not streamed as an item)."""

    type: Literal["error"] = "error"
    source: str = "execution"
    code: str = "error"
    message: str = ""
    level: str | None = None
    title: str | None = None
    cause: str | None = None
    remediation: str | None = None


class CompactionItem(ItemBase):
    """The place where earlier history was compacted."""

    type: Literal["compaction"] = "compaction"
    summary: str | None = None
    model: str | None = None
    token_count: int | None = None


class NativeToolItem(ItemBase):
    """A provider's own tool call (web search, code interpreter, …); `item` is the provider's record."""

    type: Literal["native_tool"] = "native_tool"
    item: dict[str, Any] = {}


class ResourceEventItem(ItemBase):
    """A terminal, file or sub-agent session came or went."""

    type: Literal["resource_event"] = "resource_event"
    event_type: str = ""
    resource_id: str | None = None
    resource_type: str | None = None
    resource: dict[str, Any] = {}


class RoutingDecisionItem(ItemBase):
    """Which model a router picked, and why."""

    type: Literal["routing_decision"] = "routing_decision"
    model: str | None = None
    applied: bool | None = None
    rationale: str | None = None
    scope: str | None = None


class SlashCommandItem(ItemBase):
    """A slash command or skill the user ran."""

    type: Literal["slash_command"] = "slash_command"
    kind: str = "command"
    name: str = ""
    arguments: str = ""
    output: str | None = None


class TerminalCommandItem(ItemBase):
    """A `!command` run in a native terminal: its input or its output."""

    type: Literal["terminal_command"] = "terminal_command"
    kind: str = "input"
    input: str | None = None
    stdout: str | None = None
    stderr: str | None = None


class UnknownItem(ItemBase):
    """An item this client has no model for; `payload` is all of it."""

    type: Literal["unknown"] = "unknown"
    server_type: str = "unknown"
    payload: dict[str, Any] = {}


Item = (
    MessageItem
    | FunctionCallItem
    | FunctionCallOutputItem
    | ReasoningItem
    | ErrorItem
    | CompactionItem
    | NativeToolItem
    | ResourceEventItem
    | RoutingDecisionItem
    | SlashCommandItem
    | TerminalCommandItem
    | UnknownItem
)

ITEM_MODELS: dict[str, type[ItemBase]] = {
    "message": MessageItem,
    "function_call": FunctionCallItem,
    "function_call_output": FunctionCallOutputItem,
    "reasoning": ReasoningItem,
    "error": ErrorItem,
    "compaction": CompactionItem,
    "native_tool": NativeToolItem,
    "resource_event": ResourceEventItem,
    "routing_decision": RoutingDecisionItem,
    "slash_command": SlashCommandItem,
    "terminal_command": TerminalCommandItem,
}


def parse_item(data: Any) -> Item:
    """Return the item in decoded JSON `data`, flat or nested, as its model or an UnknownItem. Never raises."""
    if not isinstance(data, dict):
        return UnknownItem(server_type="not an object", payload={"value": data})
    nested = data.get("data")
    flat = {**nested, **{k: v for k, v in data.items() if k != "data"}} if isinstance(nested, dict) else data
    server_type = flat.get("type")
    model = ITEM_MODELS.get(server_type) if isinstance(server_type, str) else None
    if model is not None:
        try:
            return model.model_validate(flat)  # type: ignore[return-value]
        except ValidationError:
            pass
    head = {key: flat[key] for key in ("id", "response_id", "status", "created_at", "created_by") if key in flat}
    return UnknownItem.model_validate({**head, "server_type": str(server_type), "payload": flat})
