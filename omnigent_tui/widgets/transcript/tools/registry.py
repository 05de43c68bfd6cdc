"""Which card draws which tool. A new kind of tool gets one file beside this one and one row here."""

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.tool_names import read_name
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.agent import AgentCard
from omnigent_tui.widgets.transcript.tools.card import ToolCard
from omnigent_tui.widgets.transcript.tools.editing import EditCard, TurnDiffCard
from omnigent_tui.widgets.transcript.tools.generic import GenericCard
from omnigent_tui.widgets.transcript.tools.mcp import McpCard
from omnigent_tui.widgets.transcript.tools.media import MakeImageCard, ViewImageCard
from omnigent_tui.widgets.transcript.tools.reading import ReadCard
from omnigent_tui.widgets.transcript.tools.searching import FindCard, ListCard, SearchCard
from omnigent_tui.widgets.transcript.tools.shell import ShellCard
from omnigent_tui.widgets.transcript.tools.todo import TodoCard
from omnigent_tui.widgets.transcript.tools.web import WebCard
from omnigent_tui.widgets.transcript.tools.writing import WriteCard

# The names of Omnigent's own tools (sys_…), Claude Code, Codex, OpenCode, Gemini and Qwen, Cursor, in lower case.
_NAMES: dict[type[ToolCard], str] = {
    ShellCard: "sys_os_shell sys_shell bash shell local_shell exec exec_command execute execute_command run_command "
    "run_shell_command run_terminal_cmd shell_command terminal_run",
    ReadCard: "sys_os_read read read_file view notebookread cat",
    WriteCard: "sys_os_write write write_file create_file notebookedit",
    EditCard: "sys_os_edit edit multiedit edit_file apply_patch patch str_replace str_replace_editor "
    "str_replace_based_edit_tool replace search_replace",
    TurnDiffCard: "turn_diff",
    SearchCard: "sys_os_search grep search search_files search_file_content grep_search codebase_search ripgrep",
    FindCard: "glob find file_search find_files",
    ListCard: "sys_os_list ls list list_dir list_directory",
    WebCard: "webfetch web_fetch fetch web_read websearch web_search google_web_search browser_navigate",
    TodoCard: "todowrite todo_write write_todos update_plan",
    AgentCard: "task agent sys_session_send sys_session_create spawn_agent",
    ViewImageCard: "view_image",
    MakeImageCard: "generate_image",
}

CARDS: dict[str, type[ToolCard]] = {name: card for card, names in _NAMES.items() for name in names.split()}
"""The card of each tool, by its name in lower case."""


def card_for(name: str, arguments: str, glyphs: Glyphs) -> ToolCard:
    """Return the card of a call of tool `name` with `arguments` (the server's JSON string); never raises.

    Arguments that a tool's card does not take (another type, missing, no JSON) get the generic card.
    """
    values = ToolValues.of(arguments)
    read = read_name(name)
    if values is not None:
        kind = McpCard if read.server else CARDS.get(read.plain)
        card = kind.read(name, values, glyphs) if kind is not None else None
        if card is not None:
            return card
    elif read.plain == "turn_diff":
        return TurnDiffCard(name, ToolValues({}), glyphs)
    return GenericCard(name, values, glyphs, arguments)
