"""What everything that never changes is made of: state, events, intents, what is asked for and what is found.

They are structs of msgspec. A frozen dataclass does the same, but generates functions of its own while it is loaded:
forty times the time and six times the memory of a struct, for each of some four hundred kinds at every start.
"""

from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from msgspec import Struct, StructMeta, field
from msgspec.structs import asdict

if TYPE_CHECKING:
    # The same function; by this name mypy checks the fields that are replaced and their types.
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["NamedValue", "PartlyCompared", "Value", "field", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(Struct, frozen=True):
    """Its annotated attributes never change, and it is compared by what they are."""


class _Named(StructMeta):
    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> "_Named":
        return super().__new__(cls, name, bases, namespace, **{"kw_only": True, **config})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class NamedValue(Struct, metaclass=_Named, frozen=True):
    """A value that is made by naming each of its attributes; those without a default may follow those with one."""


class PartlyCompared(Struct, frozen=True):
    """A value that is compared without its attributes named in `beside`. Derive from this and from another of these."""

    beside: ClassVar[frozenset[str]] = frozenset()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((type(self), self._compared()))

    def _compared(self) -> tuple[object, ...]:
        return tuple(value for name, value in asdict(self).items() if name not in self.beside)
