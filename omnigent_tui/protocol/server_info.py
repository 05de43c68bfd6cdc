"""What a server says about itself and about who is asking."""

from typing import Any

from pydantic import Field

from omnigent_tui.protocol.base import Rows, ServerModel


class ServerInfo(ServerModel):
    """`GET /v1/info`: version, how to sign in, and which features are on."""

    server_version: str | None = None
    accounts_enabled: bool = False
    single_user: bool = False
    login_url: str | None = None
    needs_setup: bool = False
    managed_sandboxes_enabled: bool = False
    sandbox_providers: Rows[str] = ()
    sharing_mode: str | None = None
    harness_install_enabled: bool = False
    features: dict[str, Any] = {}


class Me(ServerModel):
    """`GET /v1/me`: who is asking; `user_id` is None when nobody is signed in."""

    user_id: str | None = None
    is_admin: bool = False
    login_url: str | None = None


class AuthMode(ServerModel):
    """How a server signs people in: `header`, `oidc` or `accounts`."""

    mode: str | None = None
    session_cookie: str | None = None


class WellKnown(ServerModel):
    """`GET /.well-known/omnigent.json`, open to everybody."""

    auth: AuthMode = Field(default_factory=AuthMode)
    server_version: str | None = None
    server_name: str | None = None
