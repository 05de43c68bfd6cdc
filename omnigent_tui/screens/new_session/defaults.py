"""What is filled in before anybody types: what was used last, else what is usual on this server."""

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.screens.new_session.choices import agent_choices, places_used
from omnigent_tui.screens.new_session.memory import NO_HOST, FormMemory
from omnigent_tui.state.app_state import State
from omnigent_tui.values import replace


def with_defaults(memory: FormMemory, state: State) -> FormMemory:
    """Return the memory with agent, host and directory chosen where they are not, or not there any more."""
    memory = replace(memory, host_id=_host(memory, state))
    memory = replace(memory, agent_id=_agent(memory, state))
    host_id = memory.host_id or NO_HOST
    if memory.project and state.new_session.agents:
        known = {project.id for project in state.new_session.projects}
        memory = memory if memory.project in known else replace(memory, project="")
    if host_id and host_id not in memory.workspaces:
        places = places_used(state, memory, host_id)
        memory = memory.with_workspace(host_id, places[0] if places else "")
    return memory


def _rows(state: State) -> list[SessionRow]:
    """The open session first, then those of the list, the newest first."""
    ids = dict.fromkeys((*((state.open_session_id,) if state.open_session_id else ()), *state.sessions.order))
    return [state.sessions.by_id[session_id].row for session_id in ids if session_id in state.sessions.by_id]


def _host(memory: FormMemory, state: State) -> str | None:
    hosts = state.new_session.hosts
    if memory.host_id == NO_HOST or any(host.host_id == memory.host_id for host in hosts):
        return memory.host_id
    online = [host.host_id for host in hosts if host.is_online]
    used = (row.host_id for row in _rows(state) if row.host_id in online)
    return next(used, online[0] if online else NO_HOST if state.new_session.agents else None)


def _agent(memory: FormMemory, state: State) -> str | None:
    agents = {agent.id for agent in state.new_session.agents}
    if memory.agent_id in agents:
        return memory.agent_id
    used = (row.agent_id for row in _rows(state) if row.agent_id in agents)
    host = next((host for host in state.new_session.hosts if host.host_id == memory.host_id), None)
    best = agent_choices(state.new_session, host)
    return next(used, best[0].id if best else memory.agent_id)
