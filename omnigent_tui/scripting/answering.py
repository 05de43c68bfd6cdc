"""Answers one question by its id, and waits until the server no longer asks it."""

import asyncio
import json
from collections.abc import Mapping
from typing import Literal

from omnigent_tui.live.audit import AuditLog, Result, RotatedFile, entry_of
from omnigent_tui.live.clock import SystemClock
from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.scripting.ask import Ask, asks_of_snapshot
from omnigent_tui.scripting.asks import pending_asks
from omnigent_tui.scripting.contents import UnfitAnswerError, check_content
from omnigent_tui.scripting.server import Server, say_failure
from omnigent_tui.scripting.subcommand import Console, Exit
from omnigent_tui.state.intents import AnswerElicitation
from omnigent_tui.values import Value, replace
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.elicitations import resolve
from omnigent_tui.wire.endpoints.sessions import get_session
from omnigent_tui.wire.errors import NotFound, Unreachable, WireError

Action = Literal["accept", "decline", "cancel"]
_ATTEMPTS = 3
_POLL_SECONDS = (0.1, 0.2, 0.4, 0.8, 1.0)


class WrongUsageError(ValueError):
    """The options do not fit together; the message says how."""


class Verdict(Value):
    """What to answer with."""

    action: Action
    content: Mapping[str, object] | None = None
    meta: Mapping[str, object] | None = None
    reason: str = ""


def read_verdict(action: Action | None, content: str | None, meta: str | None, reason: str | None) -> Verdict:
    """Return the verdict that the options stand for; `content` alone means accept.

    Raises:
        WrongUsageError: they contradict each other, or something is no JSON object.
    """
    if action is None and content is None:
        raise WrongUsageError("one of --accept, --decline, --cancel and --content is needed")
    chosen: Action = action or "accept"
    if chosen != "accept" and (content is not None or meta is not None):
        raise WrongUsageError(f"--content and --meta go with --accept, not with --{chosen}")
    if reason is not None and chosen != "decline":
        raise WrongUsageError("--reason goes with --decline")
    return Verdict(chosen, _object("--content", content), _object("--meta", meta), reason or "")


def _object(option: str, text: str | None) -> Mapping[str, object] | None:
    if text is None:
        return None
    try:
        value = decode_json(text, keep_raw=True)
    except DecodeError as error:
        raise WrongUsageError(f"{option}: {error}") from None
    if not isinstance(value, dict):
        raise WrongUsageError(f'{option} takes a JSON object, as in \'{{"name": "value"}}\'')
    return value


async def answer(
    server: Server, console: Console, asked_id: str, verdict: Verdict, session_id: str | None, *, wait: float
) -> int:
    """Answer, record it, and write one JSON object about it: id, session_id, action, confirmed.

    Raises:
        WireError: the question could not be looked for, or the server refused the answer.
    """
    client = server.client
    ask = await _find(client, asked_id, session_id)
    if ask is None:
        where = f"session {session_id}" if session_id else "any session"
        console.say(f"{asked_id} does not wait in {where}: it was answered already, or never asked")
        return Exit.NOT_THERE
    try:
        verdict = replace(verdict, content=_content(ask, verdict, console))
    except UnfitAnswerError as error:
        console.say(f"not sent: {error}")
        return Exit.USAGE
    try:
        await _send(client, ask, verdict)
    except WireError as error:
        _record(server, console, ask, verdict, "failed", error.message)
        raise
    is_confirmed = await _is_gone(client, console, ask, wait)
    _record(server, console, ask, verdict, "confirmed" if is_confirmed else "unconfirmed")
    told = {"id": ask.id, "session_id": ask.session_id, "action": verdict.action, "confirmed": is_confirmed}
    console.put(json.dumps(told))
    if not is_confirmed:
        console.say(f"sent, not confirmed: the server still asked after {wait:g} s")
        return Exit.UNCONFIRMED
    return Exit.DONE


def _record(server: Server, console: Console, ask: Ask, verdict: Verdict, result: Result, detail: str = "") -> None:
    intent = AnswerElicitation(
        session_id=ask.session_id,
        conversation_id=ask.found_in,
        elicitation_id=ask.id,
        action=verdict.action,
        content=verdict.content or {},
        meta=verdict.meta or {},
        by="script",
    )
    log = AuditLog(RotatedFile(server.options.locations.audit_file))
    problem = log.verdict(entry_of(intent, ask.request, server.resolved.url), result, SystemClock().now(), detail)
    if problem:
        console.say(problem)


async def _find(client: OmnigentClient, asked_id: str, session_id: str | None) -> Ask | None:
    asks = asks_of_snapshot(await get_session(client, session_id)) if session_id else await pending_asks(client)
    return next((ask for ask in asks if ask.id == asked_id), None)


def _content(ask: Ask, verdict: Verdict, console: Console) -> Mapping[str, object] | None:
    if verdict.reason:
        if ask.question.takes_reason:
            return {"feedback": verdict.reason}
        console.say("declined without the reason: whoever asks this reads none")
    if verdict.action == "accept":
        check_content(ask.question, verdict.content, verdict.meta)
    return verdict.content


async def _send(client: OmnigentClient, ask: Ask, verdict: Verdict) -> None:
    """Post the answer; a lost connection is no reason not to post it again, for the first one counts."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            await resolve(client, ask.session_id, ask.id, verdict.action, content=verdict.content, meta=verdict.meta)
            return
        except Unreachable:
            if attempt == _ATTEMPTS:
                raise
        await asyncio.sleep(0.1 * attempt)


async def _is_gone(client: OmnigentClient, console: Console, ask: Ask, wait: float) -> bool:
    """Whether the snapshot stops listing the question within `wait` seconds."""
    clock = SystemClock()
    give_up, failure = clock.monotonic() + wait, ""
    for looks in range(10**9):
        try:
            pending = asks_of_snapshot(await get_session(client, ask.session_id))
        except NotFound:
            return True  # the session is gone, and its question with it
        except WireError as error:
            if error.message != failure:
                say_failure(console, error)
            failure = error.message
        else:
            if all(other.id != ask.id for other in pending):
                return True
        pause = _POLL_SECONDS[min(looks, len(_POLL_SECONDS) - 1)]
        if clock.monotonic() + pause > give_up:
            return False
        await asyncio.sleep(pause)
    return False
