"""`omnigent-tui export`: a whole session as Markdown or as JSON lines, to standard output or into a new file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from omnigent_tui.scripting.subcommand import Console, Exit, Subcommand


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="the session's id, or a conversation link")
    parser.add_argument(
        "--format", choices=("markdown", "jsonl"), default="markdown", help="for people (markdown), or every item"
    )
    parser.add_argument("--output", metavar="PATH", type=Path, help="write a new file; nothing is ever overwritten")


def _run(arguments: argparse.Namespace, environ: Mapping[str, str], console: Console) -> int:
    from omnigent_tui.live.clock import SystemClock
    from omnigent_tui.live.export import exported
    from omnigent_tui.live.new_file import NewFile, why_not_written
    from omnigent_tui.scripting.server import Server, run_with_server
    from omnigent_tui.state.exporting import ExportFormat

    async def work(server: Server) -> int:
        session_id = server.options.session_id
        if session_id is None:
            console.say("SESSION is no session's id and no conversation link")
            return Exit.USAGE
        chunks = exported(server.client, session_id, ExportFormat(arguments.format), SystemClock())
        count = 0
        if arguments.output is None:
            async for text, _ in chunks:
                console.out.write(text)
            console.out.flush()
            return Exit.DONE
        path: Path = arguments.output.expanduser().absolute()
        try:
            with NewFile(path) as file:
                async for text, items in chunks:
                    file.add(text)
                    count = items
                file.finish()
        except OSError as error:
            console.say(f"not exported: {why_not_written(str(path), error)}")
            return Exit.FAILED
        console.say(f"exported {count:,} items to {path}")
        return Exit.DONE

    return run_with_server(arguments, environ, console, work, session=arguments.session)


EXPORT = Subcommand("export", "write a whole session as Markdown or JSON lines", _add_arguments, _run)
