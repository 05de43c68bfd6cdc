"""Names of tools: how each harness calls the same thing, and which server an MCP tool belongs to."""

from omnigent_tui.values import Value

OWN_SERVERS = frozenset({"omnigent"})
"""MCP servers through which harnesses reach Omnigent's own tools; they are shown as what they are."""

_MCP_PREFIX = "mcp__"


class ToolName(Value):
    """`plain` is the name in lower case without its server; `server` is "" for tools of the harness itself."""

    plain: str
    server: str = ""


def read_name(name: str) -> ToolName:
    """Split a tool's name: `mcp__SERVER__TOOL` (Claude Code, Codex), `SERVER__TOOL` (Omnigent), else just a tool."""
    rest = name.removeprefix(_MCP_PREFIX)
    server, separator, tool = rest.partition("__")
    if not separator or not server or not tool:
        return ToolName(name.lower())
    if server.lower() in OWN_SERVERS:
        return ToolName(tool.lower())
    return ToolName(tool.lower(), server)
