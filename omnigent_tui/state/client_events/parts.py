"""What events are made of: named values that never change, compared by what they are.

They could be frozen dataclasses. But a dataclass brings functions of its own, generated while it is loaded, and there
are 150 kinds of events: together 1.5 MB and 50 ms of every start.
"""

from dataclasses import FrozenInstanceError
from inspect import get_annotations
from typing import Any, ClassVar, NoReturn, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Parts:
    """The annotated attributes of a class are its parts and those of the classes it derives from; values are defaults.

    Raises:
        TypeError: a part without a default is left out, or there is no such part.
        FrozenInstanceError: a part is set or deleted.
    """

    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = get_annotations(cls)
        cls._names = cls._names.union(own)
        cls._defaults = cls._defaults | {name: vars(cls)[name] for name in own if name in vars(cls)}

    def __init__(self, **parts: Any) -> None:
        whole = self._defaults | parts
        if whole.keys() != self._names:
            wrong = ", ".join(sorted(whole.keys() ^ self._names))
            raise TypeError(f"{type(self).__name__} lacks or does not know: {wrong}")
        vars(self).update(whole)

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), frozenset(vars(self).items())))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")
