"""Scenarios that only write: replies in markdown, echoes, long and slow texts, reasoning."""

from __future__ import annotations

import asyncio

from omnigent_tui.demo.scenarios import texts
from omnigent_tui.demo.turn import Turn


async def reply(turn: Turn) -> None:
    """A nicely formatted answer that quotes the question."""
    question = " ".join(turn.inputs[-1].text().split())
    await turn.think("The user wants a clear answer. A short plan, one example and a table will do.")
    await turn.say(texts.reply(question))


async def echo(turn: Turn) -> None:
    """Say back what follows the word."""
    text = turn.inputs[-1].text().strip()
    await turn.say(text[4:].strip(" :") or "(nothing to echo)")


async def long(turn: Turn) -> None:
    """About a minute of text, meant to be interrupted."""
    for chapter in range(1, 21):
        await turn.say(texts.chapter(chapter), pause=0.05 / turn.world.options.speed)


async def slow(turn: Turn) -> None:
    """An answer that takes its time before the first word and between words."""
    await turn.world.pause(4.0)
    await turn.say(texts.SLOW, pause=0.25 / turn.world.options.speed)


async def reason(turn: Turn) -> None:
    """Much reasoning, then a short answer."""
    await turn.think(texts.REASONING)
    await turn.say(texts.CONCLUSION)


async def vigil(turn: Turn) -> None:
    """Keeps working for as long as somebody watches, rests while nobody does, and ends when somebody says something."""
    step = 0
    while not turn.session.inbox:
        step += 1
        await turn.world.hub.watched(turn.session.id)
        await turn.say(texts.watch_report(step), pause=0.12 / turn.world.options.speed)
        turn.commit_text()
        await turn.world.pause(3.0)
        await asyncio.sleep(0)
