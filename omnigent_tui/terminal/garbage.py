"""Garbage collection around loading: a pass after each piece, then everything loaded is exempt and passes are small.

A full collection over the modules and widgets of a Textual program takes 70-110 ms, long enough to see. Without any
pass while loading, what classes leave behind when they are made takes 5 MB that are never given back; passes in
between let the next piece use that room. As each looks only at what is new, all together cost what one would.
"""

import gc

YOUNG_THRESHOLD = 5_000
MIDDLE_THRESHOLD = 20
OLD_THRESHOLD = 50


def pause_collection() -> None:
    """Stop automatic collections until `settle_collection`; call it first thing when starting."""
    gc.disable()


def exempt_loaded() -> None:
    """Free what loading left behind and exempt the rest from later passes. Does nothing unless collection is paused."""
    if not gc.isenabled():
        gc.collect()
        gc.freeze()


def settle_collection() -> None:
    """Exempt what is loaded and end the pause, if there is one; a pass takes a millisecond then instead of 70-110."""
    if not gc.isenabled():
        exempt_loaded()
        gc.set_threshold(YOUNG_THRESHOLD, MIDDLE_THRESHOLD, OLD_THRESHOLD)
        gc.enable()
