"""What events and intents are made of: named values that never change, compared by what they are.

They could be frozen dataclasses. But a dataclass brings functions of its own, generated while it is loaded, and there
are 200 kinds of events and intents: together 2 MB and 70 ms of every start.
"""

from dataclasses import FrozenInstanceError
from inspect import get_annotations
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


class _Parts:
    """The annotated attributes of a class are its parts, after those of the class it derives from; values are defaults.

    Raises:
        TypeError: a part without a default is left out, or there is no such part.
        FrozenInstanceError: a part is set or deleted.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = get_annotations(cls)
        cls.__match_args__ = (*cls.__match_args__, *own)  # type: ignore[misc]
        cls._defaults = cls._defaults | {name: vars(cls)[name] for name in own if name in vars(cls)}

    def __init__(self, **parts: Any) -> None:
        whole = self._defaults | parts
        if whole.keys() != set(self.__match_args__):
            wrong = ", ".join(sorted(whole.keys() ^ set(self.__match_args__)))
            raise TypeError(f"{type(self).__name__} lacks or does not know: {wrong}")
        vars(self).update(whole)

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *(vars(self)[name] for name in self.__match_args__)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={vars(self)[name]!r}' for name in self.__match_args__)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class NamedParts(_Parts):
    """Made by naming every part."""


@dataclass_transform(frozen_default=True)
class OrderedParts(_Parts):
    """Made by giving the parts in their order, or by name."""

    def __init__(self, *values: Any, **parts: Any) -> None:
        if len(values) > len(self.__match_args__):
            raise TypeError(f"{type(self).__name__} has {len(self.__match_args__)} parts, not {len(values)}")
        given = dict(zip(self.__match_args__, values, strict=False))
        if twice := given.keys() & parts.keys():
            raise TypeError(f"{type(self).__name__} is given twice: {', '.join(sorted(twice))}")
        super().__init__(**given, **parts)

    def but(self, **parts: Any) -> Self:
        """Return the same with other values for these parts."""
        return type(self)(**(vars(self) | parts))
