"""Chooses what the scripted agent does from words in the message.

`tool` shell calls · `approve` a tool that needs consent · `ask first` (handled when the message is posted) consent to
the message itself · `question` a form · `choose` a question with options · `review` a plan to review · `permission` a
vendor's permission prompt · `fail` / `fail midway` a failed turn · `long` a minute of text · `slow` ·
`reason` · `todo` a plan · `subagent` (with `approval`: the child asks too) · `echo ...` · anything else a formatted
reply.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from omnigent_tui.demo.scenarios import asking, delegating, scripted, tooling, writing
from omnigent_tui.demo.scripted_agent import Scenario, ScriptedAgent
from omnigent_tui.demo.turn import Turn

_BY_WORD: tuple[tuple[str, Scenario], ...] = (
    (r"echo\b", writing.echo),
    (r".*\bapprov", tooling.approval),
    (r".*\bquestion", tooling.question),
    (r".*\bchoose", asking.choose),
    (r".*\breview", asking.review),
    (r".*\bpermission", asking.permission),
    (r".*\bfail", tooling.fail),
    (r".*\btodo", tooling.todo),
    (r".*\btool", tooling.tools),
    (r".*\blong\b", writing.long),
    (r".*\bslow", writing.slow),
    (r".*\breason", writing.reason),
    (r".*\bvigil\b", writing.vigil),
)


def chooser(agent: Callable[[], ScriptedAgent]) -> Callable[[Turn], Scenario]:
    """The function that chooses; `agent` gives the agent, for the scenario that needs it."""

    def choose(turn: Turn) -> Scenario:
        script = turn.world.scripts.take(turn.session.id)
        if script is not None:
            return partial(scripted.scripted, steps=script)
        text = turn.inputs[-1].text().lower()
        if turn.session.parent is not None:
            return delegating.research
        if text.startswith("[system: sub-agent"):
            return delegating.collect
        if re.match(r".*\bsub-?agent", text, re.DOTALL):
            return partial(delegating.delegate, agent=agent())
        for pattern, scenario in _BY_WORD:
            if re.match(pattern, text, re.DOTALL):
                return scenario
        return writing.reply

    return choose
