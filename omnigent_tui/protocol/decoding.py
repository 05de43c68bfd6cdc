"""The only way server bytes become values: JSON decoding that cleans every string on the way in."""

import json
import math
import re
from typing import Any, NoReturn

from omnigent_tui.protocol.cleaning import DANGEROUS, clean
from omnigent_tui.protocol.revealed import revealed

_REVEALED_KEYS = frozenset({"pending_elicitations"})
_REVEALED_TYPES = frozenset({"response.elicitation_request"})
_BYTE_ORDER_MARK = "\ufeff"
_MAY_BE_DANGEROUS = re.compile(rf"\\[bfru]|{DANGEROUS.pattern}")


class DecodeError(ValueError):
    """The bytes are not JSON this client accepts (malformed, too deep, absurd numbers)."""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number beyond all bounds")
    return number


# Made once: `json.loads` makes a decoder anew for every call that wants anything of its own.
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def decode_json(data: str | bytes, *, keep_raw: bool = False) -> Any:
    """Decode `data` and clean every string in it; what a person may have to approve is revealed instead.

    `keep_raw` skips the cleaning, for the few values that must go back to the server byte for byte
    (file paths); their reader cleans what it shows. Raises DecodeError, and nothing else, on bad input.
    """
    try:
        text = data.decode("utf-8", errors="replace") if isinstance(data, bytes) else data
        value = _DECODER.decode(text.removeprefix(_BYTE_ORDER_MARK))
        # A text in which nothing dangerous stands, not even escaped, holds nothing to clean: a delta's usual case.
        return value if keep_raw or not _MAY_BE_DANGEROUS.search(text) else clean_tree(value)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"not JSON: {clean(str(error))[:200]}") from None


def clean_tree(value: Any, *, revealing: bool = False) -> Any:
    """Return the decoded JSON `value` with every string in it cleaned (keys too), other values untouched.

    `revealing` spells out what cleaning would drop; such texts remember what they stand for (`as_sent`).
    """
    if isinstance(value, str):
        return revealed(value) if revealing else clean(value)
    if isinstance(value, dict):
        kind = value.get("type")
        reveals = revealing or (isinstance(kind, str) and kind in _REVEALED_TYPES)
        return {
            (revealed(key) if reveals else clean(key)): clean_tree(child, revealing=reveals or key in _REVEALED_KEYS)
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [clean_tree(child, revealing=revealing) for child in value]
    return value
