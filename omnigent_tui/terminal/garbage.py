"""Garbage collection around loading: none while starting, then everything loaded is exempt and passes are rare.

A full collection over the modules and widgets of a Textual program takes 70-110 ms, long enough to see.
"""

import gc

YOUNG_THRESHOLD = 50_000
MIDDLE_THRESHOLD = 20
OLD_THRESHOLD = 50


def pause_collection() -> None:
    """Stop automatic collections until `settle_collection`; call it first thing when starting."""
    gc.disable()


def settle_collection() -> None:
    """Collect once, exempt all that is left from later passes and make those rare (5-19 ms instead of 70-110)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_THRESHOLD, MIDDLE_THRESHOLD, OLD_THRESHOLD)
    gc.enable()
