"""`python -m omnigent_tui.demo`: runs the demo server and prints one JSON line `{"url": ...}` when it is ready."""

from __future__ import annotations

import argparse
import sys

from omnigent_tui.demo.process import ADVICE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m omnigent_tui.demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--seed-shapes", action="store_true", help="speak the published API documents' dialect")
    parser.add_argument("--speed", type=float, default=1.0, help="divide all pauses by this (default: 1)")
    parser.add_argument("--sessions", type=int, default=0, help="add this many small idle sessions")
    parser.add_argument("--items", type=int, default=560, help="length of the long history (default: 560)")
    parser.add_argument("--heartbeat", type=float, default=15.0, help="seconds of silence before a heartbeat")
    parser.add_argument("--empty", action="store_true", help="start without agents, hosts and sessions")
    parser.add_argument("--token", help="require this bearer token (log in as anyone, password: demo)")
    parser.add_argument("--until-stdin-closes", action="store_true", help="exit when standard input ends")
    return parser


def main() -> int:
    """Run the server; the exit status."""
    arguments = _parser().parse_args()
    try:
        from omnigent_tui.demo.serving import serve
        from omnigent_tui.demo.world import Options
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in {"starlette", "uvicorn"}:
            raise
        sys.stderr.write(f"The demo server needs {package}. {ADVICE}\n")
        return 3
    options = Options(
        seed_shapes=arguments.seed_shapes,
        speed=max(arguments.speed, 0.01),
        sessions=arguments.sessions,
        items=arguments.items,
        heartbeat=arguments.heartbeat,
        empty=arguments.empty,
        token=arguments.token,
    )
    serve(
        options,
        host=arguments.host,
        port=arguments.port,
        until_stdin_closes=arguments.until_stdin_closes,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
