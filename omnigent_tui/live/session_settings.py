"""Changes a session's settings, asks for the models on offer, compacts; each shows at once what is under way."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.following import FollowedSessions
from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.selectors import session_title
from omnigent_tui.state.session_settings import Setting
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import events
from omnigent_tui.wire.endpoints.hosts import list_model_options
from omnigent_tui.wire.endpoints.sessions import get_session, update_session
from omnigent_tui.wire.errors import WireError


class SettingRequests:
    """Each method makes its request and dispatches what came of it; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock, followed: FollowedSessions) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._followed = followed

    async def change(self, intent: intents.ChangeSetting) -> None:
        """Change one setting; whatever comes of it, the snapshot is read again."""
        where, setting = intent.session_id, intent.setting
        now = self._clock.now()
        self._dispatch(client_event.SettingChanging(session_id=where, setting=setting, value=intent.value, at=now))
        try:
            snapshot = await self._update(intent)
        except WireError as error:
            now = self._clock.now()
            title = session_title(self._store.state, where)
            text = f"{title}: the {setting.value} was not changed, it is what it was. {error.message}"
            self._dispatch(
                client_event.SettingChangeFailed(session_id=where, setting=setting, reason=error.message, at=now),
                client_event.Announced(text=text, severity="warning", at=now),
            )
        else:
            now = self._clock.now()
            self._dispatch(client_event.SettingChanged(session_id=where, setting=setting, snapshot=snapshot, at=now))
        self._followed.reconcile(where)

    async def _update(self, intent: intents.ChangeSetting) -> SessionSnapshot:
        setting, value = intent.setting, intent.value
        return await update_session(
            self._client,
            intent.session_id,
            model_override=value if setting is Setting.MODEL else None,
            reasoning_effort=value if setting is Setting.EFFORT else None,
            permission_mode=value if setting is Setting.PERMISSION_MODE else None,
            approval_mode=value if setting is Setting.APPROVAL_MODE else None,
            collaboration_mode=value if setting is Setting.COLLABORATION_MODE else None,
        )

    async def load_models(self, session_id: str) -> None:
        """Ask the session, and if it names no models its host, which models there are."""
        self._dispatch(client_event.ModelOptionsRequested(session_id=session_id, at=self._clock.now()))
        try:
            models = await self._models(session_id)
        except WireError as error:
            reason = error.message
            self._dispatch(client_event.ModelOptionsFailed(session_id=session_id, reason=reason, at=self._clock.now()))
        else:
            self._dispatch(client_event.ModelOptionsArrived(session_id=session_id, models=models, at=self._clock.now()))

    async def _models(self, session_id: str) -> tuple[ModelOption, ...]:
        snapshot = await get_session(self._client, session_id, include_liveness=False)
        if snapshot.model_options or snapshot.host_id is None or snapshot.harness is None:
            return snapshot.model_options
        return await list_model_options(self._client, snapshot.host_id, snapshot.harness)

    async def compact(self, session_id: str) -> None:
        """Ask for compaction; the stream tells how it goes."""
        self._dispatch(client_event.CompactionRequested(session_id=session_id, at=self._clock.now()))
        try:
            await events.compact(self._client, session_id)
        except WireError as error:
            now = self._clock.now()
            text = f"{session_title(self._store.state, session_id)}: not compacted. {error.message}"
            self._dispatch(
                client_event.CompactionRefused(session_id=session_id, reason=error.message, at=now),
                client_event.Announced(text=text, severity="warning", at=now),
            )

    def _dispatch(self, *told: client_event.ClientEvent) -> None:
        self._store.dispatch(*told)
