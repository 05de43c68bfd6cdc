"""Hypothesis strategies for JSON as a hostile or confused server could send it."""

from typing import Any

from hypothesis import strategies as st

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**63, -1])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def objects_with(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that use some of the field `names`, with any value whatsoever."""
    return st.dictionaries(st.sampled_from(names) | st.text(max_size=6), JSON, max_size=8)
