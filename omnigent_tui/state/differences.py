"""What differs between two versions of something long, most of which is the same objects; those are not looked into.

The list of sessions can have thousands of entries, and mostly one of them changes. Going by identity, stretch by
stretch, costs little; a look into each entry does not.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")
_STRETCH = 256


def differing(old: Sequence[T], new: Sequence[T]) -> Iterator[int]:
    """Yield the positions that both have, at which they hold other objects; equal ones may be left out."""
    for start in range(0, min(len(old), len(new)), _STRETCH):
        before, after = old[start : start + _STRETCH], new[start : start + _STRETCH]
        # Comparing sequences goes by identity first, and fast.
        if before != after:
            pairs = enumerate(zip(before, after, strict=False), start)
            yield from (index for index, (one, other) in pairs if one is not other)


def changed_keys(old: MappingProxyType[str, T], new: MappingProxyType[str, T]) -> set[str]:
    """Return the keys that only one of both has, or that have other objects as values; equal ones may be left out."""
    if old is new:
        return set()
    before, after = tuple(old), tuple(new)
    if before == after[: len(before)]:
        changed = {after[index] for index in differing(tuple(old.values()), tuple(new.values()))}
        return changed.union(after[len(before) :])
    gone = old.keys() - new.keys()
    if not gone:
        return {key for key, value in new.items() if key not in old or old[key] is not value}
    rest = old | {}
    for key in gone:
        del rest[key]
    return gone | changed_keys(MappingProxyType(rest), new)
