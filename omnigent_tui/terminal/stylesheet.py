"""`KeptStylesheet`: a Textual stylesheet that parses each source once for each set of variables.

Textual parses everything anew whenever a screen brings styles of its own or the theme is looked at, which a start does
six times. What is parsed depends on nothing but the source and the variables, and is never changed afterwards.

Private in Textual 8.2 and overridden or called here: `Stylesheet._parse_rules`, `_parse_cache`, `_variables`,
`_invalid_css`, `_rules`, `_rules_map`, `_require_parse`.
"""

from functools import lru_cache
from typing import Any

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_THEMES_KEPT = 4
_SOURCES_KEPT = 256


@lru_cache(maxsize=_THEMES_KEPT)
def _parser(variables: tuple[tuple[str, str], ...]) -> Stylesheet:
    """The stylesheet that parses, and keeps what it parsed, for these variables."""
    parser = Stylesheet(variables=dict(variables))
    parser._parse_cache = LRUCache(_SOURCES_KEPT)
    return parser


class KeptStylesheet(Stylesheet):
    """The same rules for the same sources, with less work; errors are those of `Stylesheet`."""

    def _parse_rules(self, *source: Any, **described: Any) -> list[RuleSet]:
        return _parser(tuple(self._variables.items()))._parse_rules(*source, **described)

    def reparse(self) -> None:
        """Apply new variables; where that fails, the rules stay what they were."""
        fresh = KeptStylesheet(variables=self._variables)
        fresh.source = self.source.copy()
        try:
            fresh.parse()
        finally:
            self._invalid_css.update(fresh._invalid_css)
        self._rules = fresh._rules
        self._rules_map = None
        self._require_parse = False
