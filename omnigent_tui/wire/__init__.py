"""Bytes to typed events and calls to typed answers; the only package that knows httpx."""

import sys

# httpx loads the command line it brings along wherever click is installed, which the demo's server needs: with it come
# Rich's progress bars and syntax colours, 2 MB in all. None means "not installed", which httpx is prepared for.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
