"""What is advised about an error: by its code, else by the words a provider's refusal was wrapped in."""

import pytest

from omnigent_tui.rendering.error_advice import advice_on

WAIT = "Wait a little, then ask the agent to go on."
COMPACT = "Alt+C compacts what was said; then ask the agent to go on."
_WRAPPED = "inner executor error: OpenAI Agents SDK error: Error code: "


@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        ("RuntimeError", _WRAPPED + "400 - {'error': {'message': 'context length exceeded', 'type': 'mock'}}", COMPACT),
        ("context_length_exceeded", "", COMPACT),
        ("RuntimeError", "This model's maximum context is 128000 tokens.", COMPACT),
        ("failed", "Your input exceeds the context window of this model.", COMPACT),
        ("failed", "prompt is too long: 200001 tokens > 200000 maximum", COMPACT),
        ("RuntimeError", _WRAPPED + "429 - {'error': {'message': 'slow down', 'type': 'mock'}}", WAIT),
        ("failed", "HTTP 429: Too Many Requests", WAIT),
        ("RateLimitError", "", WAIT),
        ("rate_limit_exceeded", "", WAIT),
        (
            "host_offline",
            "rate limit",
            "Start the host again (omnigent host), or go on in a new session on another one.",
        ),
        ("RuntimeError", _WRAPPED + "400 - {'error': {'message': 'no such tool', 'type': 'mock'}}", ""),
        ("failed", "Read 429 lines of context from the window.", ""),
        ("failed", "It broke.\n" + "log line\n" * 500 + "rate limit", ""),
    ],
)
def test_advice_by_code_and_by_words(code: str, message: str, advice: str) -> None:
    assert advice_on(code, message, "Alt+C") == advice
