"""How the measurements print what they found: a value, and beside it the goal, where there is one."""

from collections.abc import Mapping, Sequence


def print_row(what: str, value: float, unit: str, at_most: float | None = None, note: str = "") -> None:
    """Print one value; `at_most` is its goal."""
    goal = ""
    if at_most is not None:
        goal = f"   goal ≤ {at_most:<6g} {'met' if value <= at_most else 'MISSED'}"
    print(f"{what:72}{value:10.2f} {unit:5}{goal}{note and '   ' + note}".rstrip(), flush=True)


def print_times(what: str, times: Sequence[float], goals: Mapping[int, float | None]) -> None:
    """Print percentiles of seconds, as ms; `goals` has the percentiles to print, and what is wished of each."""
    for percent, at_most in goals.items():
        print_row(f"{what}, p{percent} of {len(times)}", 1e3 * percentile(times, percent), "ms", at_most)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
