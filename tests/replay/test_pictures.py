"""Every recorded stream looks as it did when somebody looked last; `python -m tests.replay.pictures` renews all."""

import pytest

from tests.replay.pictures import PICTURES, picture
from tests.replay.recordings import NAMES, STREAMS, recording, stream


@pytest.mark.parametrize("name", [*NAMES, *STREAMS])
def test_a_recorded_stream_looks_as_it_did(name: str) -> None:
    drawn = picture(recording(name) if name in NAMES else stream(name))
    kept = PICTURES / f"{name}.txt"
    assert kept.is_file(), "no picture of this recording yet: python -m tests.replay.pictures draws it"
    assert drawn == kept.read_text(encoding="utf-8"), (
        "it looks otherwise now; if that is better: python -m tests.replay.pictures, and look at what changed"
    )


def test_no_picture_is_left_of_a_recording_that_is_gone() -> None:
    assert {path.stem for path in PICTURES.glob("*.txt")} == {*NAMES, *STREAMS}
