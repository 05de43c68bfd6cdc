"""Runs the doctor: gathers the report, prints it, and turns it into an exit status."""

import asyncio
from collections.abc import Mapping
from typing import TextIO

from omnigent_tui.doctor.printing import report_as_json, report_as_text
from omnigent_tui.doctor.report import gather_report


def run_doctor(server: str | None, environ: Mapping[str, str], *, as_json: bool, out: TextIO) -> int:
    """Print the report and return 0 if the server can be used with this login, 1 if not.

    Raises:
        ServerResolutionError: the address the user gave cannot be used.
    """
    report = asyncio.run(gather_report(server, environ))
    out.write((report_as_json(report) if as_json else report_as_text(report)) + "\n")
    out.flush()
    return 0 if report.is_usable else 1
