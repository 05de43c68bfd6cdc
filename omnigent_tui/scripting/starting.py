"""Starts a session for a script: made once whatever is lost on the way, its id written first, then its message sent."""

import argparse
import json
from uuid import uuid4

from omnigent_tui.live.clock import SystemClock
from omnigent_tui.live.new_session import NewSession
from omnigent_tui.live.runners import Runners
from omnigent_tui.scripting.choosing import choose
from omnigent_tui.scripting.subcommand import Console, Exit
from omnigent_tui.state.intents import LaunchRunner
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.events import post_message
from omnigent_tui.wire.endpoints.sessions import get_session


async def start_session(client: OmnigentClient, console: Console, arguments: argparse.Namespace) -> int:
    """Make the session, write its id (or a JSON object), send the first message.

    Raises:
        ChoiceError: the options name something that is not there.
        WireError: the server cannot be asked, or refused the message.
    """
    wanted = await choose(client, arguments)
    store, clock = Store(), SystemClock()
    session_id = await NewSession(client, store, clock).create(wanted)
    if session_id is None:
        new = store.state.new_session
        console.say(" ".join(filter(None, (new.reason, new.advice))))
        return Exit.UNCONFIRMED if new.unconfirmed is not None else Exit.REFUSED
    if wanted.bundle and wanted.worktree and wanted.host_id and wanted.workspace:
        launch = LaunchRunner(session_id, wanted.host_id, wanted.workspace, wanted.worktree)
        await Runners(client, store, clock).launch(launch)
    if arguments.json:
        made = await get_session(client, session_id)
        facts = ("id", "title", "agent_name", "host_id", "workspace", "git_branch", "runner_id", "runner_online")
        console.put(json.dumps(made.model_dump(include=set(facts)), indent=2, sort_keys=True))
    else:
        console.put(session_id)
    failed = store.state.launches.get(session_id)
    if failed is not None and not failed.is_under_way:
        console.say(f"the session is there, but its runner was not started: {failed.reason}")
        return Exit.FAILED
    if wanted.first_message.strip():
        taken = await post_message(client, session_id, wanted.first_message, stable_id=uuid4().hex)
        if taken.denied:
            console.say(f"the session is there, but its first message was denied: {taken.reason or 'no reason given'}")
            return Exit.REFUSED
    return Exit.DONE
