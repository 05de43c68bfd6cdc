"""AgentsMesh's part of the fleet as rows: its runners, and below the chosen one its pods."""

from collections.abc import Iterator

from omnigent_tui.protocol.agentsmesh.pods import Pod
from omnigent_tui.protocol.agentsmesh.runners import MeshRunner
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.looks import ACCENT, BAD, BOLD, GOOD, MUTED, WARNING
from omnigent_tui.screens.fleet.row import FleetRow, failure_row, heading, note
from omnigent_tui.state.agentsmesh import AgentsMeshState, MeshPhase, PodListState
from omnigent_tui.values import Value


class MeshKeys(Value):
    """The keys that ask again, fetch the next pods, and change the status filter, as written for people."""

    again: str
    more: str
    status: str


def mesh_rows(mesh: AgentsMeshState, unfolded: int | None, glyphs: Glyphs, keys: MeshKeys) -> Iterator[FleetRow]:
    """Yield the rows of AgentsMesh; `unfolded` is the runner whose pods are shown."""
    if mesh.phase is MeshPhase.NOT_SET_UP:
        said = (mesh.failure.message, mesh.failure.advice) if mesh.failure is not None else ()
        how = " ".join(filter(None, said))
        yield FleetRow("mesh", (("AgentsMesh", BOLD), (f"  not set up  {how}", MUTED)), how)
        return
    online = sum(runner.is_online for runner in mesh.runners.values())
    counted = f"{online} of {len(mesh.runners)} runners online" if mesh.refreshed_at is not None else "asking"
    where = f"{mesh.org} at {mesh.url}" if mesh.url else ""
    yield heading("mesh", "AgentsMesh", "  ".join(filter(None, (where, counted))))
    failure = mesh.failure
    if failure is not None:
        yield failure_row("mesh failed", glyphs.failed, "Runners", failure.message, failure.advice, keys.again)
    elif mesh.phase is MeshPhase.READY and not mesh.order:
        yield note("mesh empty", "There are no runners.")
    for runner_id in mesh.order:
        yield _runner_row(mesh, mesh.runners[runner_id], glyphs, is_unfolded=runner_id == unfolded)
        if runner_id == unfolded:
            yield from _pods(runner_id, mesh.pods.get(runner_id, PodListState()), glyphs, keys)


def _runner_row(mesh: AgentsMeshState, runner: MeshRunner, glyphs: Glyphs, *, is_unfolded: bool) -> FleetRow:
    signs = {"online": (glyphs.running, GOOD), "busy": (glyphs.running, WARNING), "offline": (glyphs.offline, MUTED)}
    sign, look = signs.get(runner.status, (glyphs.unknown, MUTED))
    most = f" of {runner.max_pods}" if runner.max_pods is not None else ""
    takes = mesh.available is not None and runner.runner_id in mesh.available
    facts = (
        f"{runner.pod_count}{most} pods",
        "takes pods" if takes else "disabled" if runner.is_disabled else "",
        "/".join(filter(None, (runner.os, runner.arch))),
        runner.version or "",
    )
    fold = glyphs.unfolded if is_unfolded else glyphs.folded
    name = runner.name or f"runner {runner.runner_id}"
    runs = (
        (f"  {fold} {sign} {runner.status:<8} ", look),
        (name, BOLD),
        ("  " + " · ".join(filter(None, facts)), MUTED),
    )
    return FleetRow(f"mesh {runner.runner_id}", runs, _runner_detail(mesh, runner), mesh_runner_id=runner.runner_id)


def _runner_detail(mesh: AgentsMeshState, runner: MeshRunner) -> str:
    known = mesh.details.get(runner.runner_id)
    facts = [runner.description, f"labels: {', '.join(runner.labels)}" if runner.labels else ""]
    if runner.agents:
        facts.append(f"agents: {', '.join(runner.agents)}")
    if known is not None and known.failure is not None:
        facts.append(f"{known.failure.message} {known.failure.advice}".strip())
    elif known is not None and known.detail is not None:
        facts.append(f"{len(known.detail.relay_connections)} pods have a relay connection")
    return " · ".join(filter(None, facts))


def _pods(runner_id: int, pods: PodListState, glyphs: Glyphs, keys: MeshKeys) -> Iterator[FleetRow]:
    total = f"{len(pods.pods)} of {pods.total}" if pods.total is not None else str(len(pods.pods))
    counted = total if pods.refreshed_at is not None else "asking"
    words = f"pods: {pods.status or 'all'}"
    yield FleetRow(
        f"pods {runner_id}",
        (("      ", 0), (words, ACCENT), (f"  {counted} · {keys.status} another status", MUTED)),
        mesh_runner_id=runner_id,
    )
    for pod in pods.pods:
        yield _pod_row(runner_id, pod, glyphs)
    failure = pods.failure
    if failure is not None:
        yield failure_row(
            f"pods failed {runner_id}", glyphs.failed, "Pods", failure.message, failure.advice, keys.again, indent=6
        )
    elif pods.loading_offset:
        yield note(f"pods more {runner_id}", f"Fetching more{glyphs.ellipsis}", indent=6)
    elif pods.has_more:
        yield note(f"pods more {runner_id}", f"{keys.more} fetches more", indent=6)
    elif pods.refreshed_at is not None and not pods.pods:
        yield note(f"pods none {runner_id}", "No pods of this status." if pods.status else "No pods.", indent=6)


def _pod_row(runner_id: int, pod: Pod, glyphs: Glyphs) -> FleetRow:
    if pod.needs_person:
        sign, look = glyphs.attention, WARNING
    elif pod.status == "error":
        sign, look = glyphs.failed, BAD
    else:
        sign, look = (glyphs.running, GOOD) if pod.status == "running" else (glyphs.idle, MUTED)
    word = f"{pod.status}, waits for a person" if pod.needs_person else pod.status
    runs = ((f"      {sign} {word:<12} ", look), (pod.shown_title or pod.key, 0), (f"  {pod.agent}", MUTED))
    said = f"{pod.error_code or ''} {pod.error_message or ''}".strip()
    detail = " · ".join(filter(None, (pod.key, pod.model, pod.branch, said)))
    return FleetRow(f"pod {runner_id} {pod.key}", runs, detail)
