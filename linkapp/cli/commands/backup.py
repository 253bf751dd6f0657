"""``linkapp backup [FILE]`` and ``linkapp restore FILE``."""

from __future__ import annotations

from linkapp.cli.documents import iso
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.services.application import Application
from linkapp.services.ports.backups import Restores


async def backup(app: Application, options: Options) -> int:
    """``backup [FILE]``: without a file, into the folder of the automatic copies."""
    assert app.copies is not None
    backups = app.copies.backups
    made = await backups.make(options.file) if options.file else await backups.keep("by-hand")
    if options.as_json:
        document = {"file": made.path, "size": made.size, "made": iso(made.made), "version": made.version}
        print_json(document | {"rows": dict(made.rows)})
    else:
        say(options.words("cli.backup", file=made.path))
    return Exit.DONE


async def restore(restores: Restores, options: Options) -> int:
    """``restore FILE``."""
    restored = await restores.restore(options.file)
    if options.as_json:
        print_json(
            {
                "file": restored.file,
                "version": restored.version,
                "rows": dict(restored.rows),
                "before": restored.before or None,
                "taken_over": restored.taken_over,
                "paused": restored.paused,
            }
        )
        return Exit.DONE
    words = options.words
    say(words("cli.restored", file=restored.file))
    if restored.before:
        say(words("cli.restored.before", file=restored.before))
    if restored.taken_over:
        say(words.count("cli.restored.taken_over", restored.taken_over))
    if restored.paused:
        say(words("cli.restored.paused"))
    return Exit.DONE
