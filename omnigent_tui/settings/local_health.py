"""Asks a local background server whether it is healthy, before the real client is loaded.

The standard library does this one loopback request: starting must not wait for an HTTP library only to learn a port.
"""

import json
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

_LONGEST_ANSWER = 4096


def answers_health(url: str, deadline: float) -> bool:
    """Whether ``GET /health`` of a plain-http loopback server says ``{"status": "ok"}`` within ``deadline`` seconds."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    connection = HTTPConnection(parts.hostname, parts.port or 80, timeout=deadline)
    try:
        connection.request("GET", "/health", headers={"Accept": "application/json"})
        response = connection.getresponse()
        document = json.loads(response.read(_LONGEST_ANSWER))
    except (OSError, HTTPException, ValueError, RecursionError):
        return False
    finally:
        connection.close()
    return response.status == 200 and isinstance(document, dict) and document.get("status") == "ok"
