"""``linkapp run visits FILE``."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from linkapp.cli.commands.run import through
from linkapp.cli.parser import Options
from linkapp.cli.usage import UsageProblem
from linkapp.domain.hand_edited import NotUtf8, text_of
from linkapp.domain.visit import Listed, Unlisted, listed_in
from linkapp.services.application import Application
from linkapp.services.runs import Control
from linkapp.system.export_file import NoOrdinaryFile, read_whole

LONGEST_LIST = 4_000_000
"""Bytes of a list; far more profiles than a person visits in a life."""


async def visits(app: Application, options: Options, control: Control | None = None) -> int:
    """``run visits FILE``. Raises ``UsageProblem`` for a file that is no list of profiles."""
    visiting = app.visits
    assert visiting is not None
    listed, unlisted = _list(options)
    control = control or Control()
    return await through(app, options, lambda watch: visiting.visit(listed, unlisted, watch=watch, control=control))


def _list(options: Options) -> tuple[Sequence[Listed], Sequence[Unlisted]]:
    name = options.list_file
    try:
        content = read_whole(name, LONGEST_LIST + 1)
    except NoOrdinaryFile as error:
        raise UsageProblem(f"{name} is a pipe or a device and no file.", "file_pipe", file=name) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageProblem(
            f"The list {name} cannot be read: {why}.", "list_unreadable", file=name, detail=why
        ) from error
    if len(content) > LONGEST_LIST:
        raise UsageProblem(f"The list {name} is too long.", "list_long", file=name)
    try:
        text = text_of(content)
    except NotUtf8 as error:
        raise UsageProblem(f"The list {name} is no text.", "list_no_text", file=name) from error
    listed, unlisted = listed_in(text, urlsplit(options.config.site).netloc)
    if not listed:
        raise UsageProblem(f"In {name} stands no address of a profile.", "list_empty", file=name)
    return listed, unlisted
