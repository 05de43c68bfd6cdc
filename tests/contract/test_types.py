"""The installed server's own lists of event and item types: this client models them all, and the recordings are new."""

import json
import subprocess
from pathlib import Path

import pytest

from omnigent_tui.protocol.events import EVENT_MODELS
from omnigent_tui.protocol.items import ITEM_MODELS
from tests.real_server.rig import RealServer

pytestmark = [pytest.mark.real_server, pytest.mark.xdist_group("real_server")]

_RECORDINGS = Path(__file__).parents[1] / "recordings"
_LISTS = """
import json, sys
from pydantic import TypeAdapter
from omnigent.server.schemas import ServerStreamEvent
from omnigent.entities.conversation import ITEM_TYPE_TO_DATA_CLS
events = TypeAdapter(ServerStreamEvent).json_schema()["discriminator"]["mapping"]
json.dump({"event_types": sorted(events), "item_types": sorted(ITEM_TYPE_TO_DATA_CLS)}, sys.stdout)
"""


def test_the_server_knows_no_type_that_this_client_does_not(real_server: RealServer) -> None:
    home = {"HOME": str(real_server.home)}
    done = subprocess.run([real_server.python, "-c", _LISTS], capture_output=True, check=True, env=home)
    lists = json.loads(done.stdout)
    for name, models in (("event_types", EVENT_MODELS), ("item_types", ITEM_MODELS)):
        assert set(lists[name]) - set(models) == set()
        assert lists[name] == json.loads((_RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))["types"]
