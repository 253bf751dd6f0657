"""``linkapp runs [ID]``."""

from __future__ import annotations

from linkapp.cli.commands.run import tell_report
from linkapp.cli.documents import report_document
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.text import counts_in_words, local_time
from linkapp.cli.usage import no_run
from linkapp.services.application import Application


async def runs(app: Application, options: Options) -> int:
    """``runs [ID]``."""
    if options.run_id is not None:
        report = await app.runs.report(options.run_id)
        if report is None:
            raise no_run(options.run_id)
        tell_report(report, options)
        return Exit.DONE
    latest = await app.runs.latest()
    if options.as_json:
        print_json({"runs": [report_document(report, options.config.site) for report in latest]})
        return Exit.DONE
    if not latest:
        say(options.words("cli.no_runs"))
    words = options.words
    for report in latest:
        kind, outcome = words(f"kind.{report.kind}"), words(f"outcome.{report.outcome}")
        line = (
            f"{report.run:>5}  {local_time(report.started, app)}  {kind}  {outcome}: {counts_in_words(report, words)}"
        )
        say(line + ("; " + words("cli.in_part") if report.partial else ""))
    return Exit.DONE
