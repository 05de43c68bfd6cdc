"""The words the scripted agent says."""

from __future__ import annotations

_REPLY = """\
## In short

You asked: *{question}*

Here is how I would go about it:

1. **Look** at what is there before changing anything.
2. **Change** one thing, and say why.
3. **Check** the result with a test that can fail.

### An example

```python
from dataclasses import dataclass


@dataclass(frozen=True)
class Retry:
    attempts: int = 3
    base_delay: float = 0.25

    def delays(self) -> list[float]:
        return [self.base_delay * 2**n for n in range(self.attempts)]
```

### What it costs

| step   | time   | risk   |
|--------|-------:|--------|
| look   |  5 min | none   |
| change | 20 min | low    |
| check  | 10 min | none   |

> A small change that is understood beats a large one that merely works.

Say **tool**, **approve**, **question**, **todo** or **subagent** to see me do something else. ✨
"""

_PARAGRAPHS = (
    "The harbour lay still under the first light, and only the ropes spoke, creaking against iron rings.",
    "Nobody had counted the lanterns since the storm, yet everybody knew how many were missing.",
    "She wrote the figures down in pencil: tide, wind, the hour at which the ferry had not come.",
    "What looked like fog over the water was smoke, thin and patient, from the kilns on the far shore.",
    "“We wait,” said the pilot, and put the kettle back on the stove, as if waiting were a kind of work.",
)

SLOW = "This is a slow answer. It pauses between words, so that you can watch a cursor wait for the next one."

REASONING = """\
First I should understand what is being asked. There are two readings: the narrow one, which wants a fact, and the \
wide one, which wants a decision. The facts are known. The decision depends on what is cheap to undo. Reversible \
choices should be made quickly and written down; irreversible ones deserve a second pair of eyes. This one can be \
undone, so I will recommend the simple path and name the sign that would make me change my mind.
"""

CONCLUSION = """\
**Take the simple path.** It can be undone within a day, and the sign to watch for is plain:

- if the queue grows for *three* days in a row, go back and split the worker.
"""

FORM_DONE = "Thank you. I noted your answers and will deploy accordingly."

TOOLS_INTRO = "I'll look at the repository first."

TOOLS_DONE = """\
The suite is **almost** green: 211 tests pass and one fails.

```
tests/test_retry.py::test_backoff_is_capped FAILED
```

The cap is compared in *milliseconds* while the delay is in *seconds*. I wrote the finding to `notes.txt`.
"""


def reply(question: str) -> str:
    """The default answer."""
    short = question if len(question) <= 160 else f"{question[:159]}…"
    return _REPLY.format(question=short or "(nothing)")


def chapter(number: int) -> str:
    """One chapter of the long text."""
    body = "\n\n".join(_PARAGRAPHS[(number + shift) % len(_PARAGRAPHS)] for shift in range(len(_PARAGRAPHS) - 2))
    return f"### Chapter {number}\n\n{body}\n\n"


def watch_report(step: int) -> str:
    """One line of the watching session's endless report."""
    load = (step * 37) % 61 + 20
    return (
        f"**Check {step}.** Load is {load} %, {step * 3 % 7} jobs wait, no errors since the last check. "
        f"{_PARAGRAPHS[step % len(_PARAGRAPHS)]}\n\n"
    )
