"""`/v1/sessions/{id}/resources/files`: files that people upload and agents make."""

from typing import BinaryIO

from omnigent_tui.protocol.files import SessionFile, parse_session_file
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.pages import Page, parse_page

_TRANSFER_SECONDS = 120.0


async def upload_file(
    client: OmnigentClient, session_id: str, filename: str, content: bytes | BinaryIO, *, content_type: str
) -> SessionFile:
    """Upload a file, all at once or read piece by piece. The server refuses types it does not know (status 415),
    among them `application/octet-stream`, and files that are too big for their type (413, saying how much it takes).
    """
    files = {"file": (filename, content, content_type)}
    data = await client.request_json("POST", _files(session_id), files=files, timeout=_TRANSFER_SECONDS)
    return expect(SessionFile, data)


async def get_file(client: OmnigentClient, session_id: str, file_id: str) -> SessionFile:
    """Return what is known of a file. Raises NotFound when there is none of that id."""
    return expect(SessionFile, await client.request_json("GET", f"{_files(session_id)}/{segment(file_id)}"))


async def list_files(
    client: OmnigentClient, session_id: str, *, limit: int | None = None, after: str | None = None
) -> Page[SessionFile]:
    """Return a page of a session's files."""
    data = await client.request_json("GET", _files(session_id), params={"limit": limit, "after": after})
    return parse_page(data, parse_session_file)


async def get_file_content(client: OmnigentClient, session_id: str, file_id: str) -> bytes:
    """Return a file's bytes as they are: untrusted, uncleaned, at most 64 MB (Malformed above)."""
    path = f"{_files(session_id)}/{segment(file_id)}/content"
    answer = await client.request_bytes("GET", path, timeout=_TRANSFER_SECONDS, headers={"Accept": "*/*"})
    return answer.body


async def delete_file(client: OmnigentClient, session_id: str, file_id: str) -> None:
    """Delete a file. Raises NotFound when there is none of that id."""
    await client.request_json("DELETE", f"{_files(session_id)}/{segment(file_id)}")


def _files(session_id: str) -> str:
    return f"/v1/sessions/{segment(session_id)}/resources/files"
