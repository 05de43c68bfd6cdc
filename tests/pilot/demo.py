"""A demo server of a test's own, with what a test orders of it through its `/demo` controls."""

from __future__ import annotations

from typing import Any

import httpx

Json = dict[str, Any]


class Demo:
    """A running demo server, seen from outside: by its API and its controls."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=60)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, path: str, **query: object) -> Json:
        """Return the JSON object a path answers."""
        answer: Json = self._client.get(path, params={k: str(v) for k, v in query.items()}).raise_for_status().json()
        return answer

    def order(self, control: str, **body: object) -> Json:
        """Use one of the `/demo` controls."""
        answer: Json = self._client.post(f"/demo/{control}", json=body).raise_for_status().json()
        return answer

    def new_session(self, title: str, labels: dict[str, str] | None = None) -> str:
        """Create a session on the host that is online; returns its id."""
        hosts = self.get("/v1/hosts")["hosts"]
        host = next(host["host_id"] for host in hosts if host["status"] == "online")
        agent = self.get("/v1/agents")["data"][0]["id"]
        made = self._client.post(f"/v1/hosts/{host}/directories", json={"path": f"~/{title.encode().hex()[:40]}"})
        title = title[:200]
        body = {"agent_id": agent, "host_id": host, "workspace": made.raise_for_status().json()["path"], "title": title}
        if labels:
            body["labels"] = labels
        created: Json = self._client.post("/v1/sessions", json=body).raise_for_status().json()
        session_id = str(created["id"])
        self._client.patch(f"/v1/sessions/{session_id}", json={"title": title}).raise_for_status()
        return session_id

    def post_message(self, session_id: str, text: str, stable_id: str | None = None) -> None:
        """Send a message as another client would, under an id of its own if that is given."""
        content = [{"type": "input_text", "text": text}]
        data = {"role": "user", "content": content} | ({"stable_id": stable_id} if stable_id else {})
        body = {"type": "message", "data": data}
        self._client.post(f"/v1/sessions/{session_id}/events", json=body).raise_for_status()

    def ask(self, session_id: str, message: str) -> str:
        """Have an MCP server ask for consent; returns the question's id."""
        event = {"type": "mcp_elicitation", "data": {"message": message, "requestedSchema": {}}}
        answer: Json = self._client.post(f"/v1/sessions/{session_id}/events", json=event).raise_for_status().json()
        return str(answer["elicitation_id"])

    def withdraw(self, session_id: str, elicitation_id: str) -> None:
        """Dismiss a question as another client would."""
        event = {"type": "approval", "data": {"elicitation_id": elicitation_id, "action": "cancel"}}
        self._client.post(f"/v1/sessions/{session_id}/events", json=event).raise_for_status()

    def script(self, session_id: str, *turns: list[Json]) -> None:
        """Lay down the session's next turns."""
        self.order("script", session_id=session_id, turns=list(turns))

    def user_texts(self, session_id: str) -> list[str]:
        """Return what the server stored as said by the user, oldest first."""
        items = self.get(f"/v1/sessions/{session_id}/items", limit=100, order="asc")["data"]
        return [
            "".join(part.get("text", "") for part in item["content"])
            for item in items
            if item["type"] == "message" and item["role"] == "user"
        ]

    def status(self, session_id: str) -> str:
        """Return the session's status."""
        return str(self.get(f"/v1/sessions/{session_id}")["status"])

    def verdicts(self, session_id: str) -> list[Json]:
        """Return the bodies of the answers to questions the server was sent."""
        log = self.get("/demo/requests", path_prefix=f"/v1/sessions/{session_id}/elicitations", method="POST")
        return [entry["body"] for entry in log["data"]]

    def answer(self, session_id: str, elicitation_id: str, action: str) -> None:
        """Answer a question as another client would."""
        path = f"/v1/sessions/{session_id}/elicitations/{elicitation_id}/resolve"
        self._client.post(path, json={"action": action}).raise_for_status()
