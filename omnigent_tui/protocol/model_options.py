"""The models a session or a host offers: rows of the snapshot's `model_options` and of a host's `…/model-options`."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import Rows, ServerModel


class EffortOption(ServerModel):
    """A reasoning effort a model takes."""

    reasoningEffort: str


class ModelOption(ServerModel):
    """One model: `model` is what a session is set to, `id` the row's key, taken where there is no `model`."""

    id: str
    model: str | None = None
    displayName: str | None = None
    defaultReasoningEffort: str | None = None
    supportedReasoningEfforts: Rows[EffortOption] = ()
    isDefault: bool | None = None

    @property
    def efforts(self) -> tuple[str, ...]:
        """The reasoning efforts the model takes; empty when the server does not say."""
        return tuple(option.reasoningEffort for option in self.supportedReasoningEfforts)


def parse_model_options(data: Any) -> tuple[ModelOption, ...]:
    """Return the models in decoded JSON `data`, a list or an object with `models`; rows without an id are skipped."""
    rows = data.get("models") if isinstance(data, dict) else data
    found: list[ModelOption] = []
    for row in rows if isinstance(rows, list) else []:
        try:
            found.append(ModelOption.model_validate(row))
        except ValidationError:
            continue
    return tuple(found)
