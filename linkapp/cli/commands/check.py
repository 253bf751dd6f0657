"""``linkapp check [pages]``: the health of everything, or every kind of page that LinkApp reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linkapp.cli.documents import finding_document, stat_document, surface_document
from linkapp.cli.exits import exit_of_findings
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.text import finding_in_words, stat_in_words, surface_in_words
from linkapp.services.application import Application
from linkapp.services.health import Finding


async def check(app: Application, options: Options) -> int:
    """``check``: everything, the site's birthdays page among it; ``check pages``."""
    if options.kind == "pages":
        return await check_pages(app, options)
    assert app.health is not None
    return tell_findings(await app.health.everything(), options)


def tell_findings(findings: Sequence[Finding], options: Options) -> int:
    """Findings in words or as a document; the exit status."""
    if options.as_json:
        print_json(
            {
                "well": all(finding.state == "ok" for finding in findings),
                "findings": [finding_document(finding) for finding in findings],
            }
        )
    else:
        for finding in findings:
            state, name, sentence = finding_in_words(finding, options.words)
            say(f"{state:<8} {name}: {sentence}")
    return exit_of_findings(findings)


async def check_pages(app: Application, options: Options) -> int:
    """``check pages``: every kind of page that LinkApp reads; the outlines of all of them are kept."""
    assert app.page_check is not None
    surfaces = await app.page_check()
    ways = await app.selector_stats() if app.selector_stats is not None else ()
    folder = next((str(Path(surface.outline_path).parent) for surface in surfaces if surface.outline_path), None)
    if options.as_json:
        well = all(surface.state == "ok" for surface in surfaces)
        print_json(
            {
                "well": well,
                "findings": [surface_document(surface) for surface in surfaces],
                "outlines": folder,
                "recognised_by": [stat_document(stat) for stat in ways],
            }
        )
    else:
        for surface in surfaces:
            say(f"{surface.state:<8} {surface.name}: {surface_in_words(surface, options.words)}")
        if folder:
            say(options.words("cli.outlines", folder=folder))
            say(options.words("cli.outlines.about"))
        if useful := [stat for stat in ways if stat.last_success is not None]:
            say(options.words("cli.ways"))
            for way in useful:
                say(f"  {way.key:<14} {way.form:<36} {stat_in_words(way, options.words)}")
            say("  " + options.words("cli.ways.rest", n=len(ways) - len(useful)))
    return exit_of_findings(surfaces)
