"""What can be asked for with ``linkapp contacts …``."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from linkapp.cli.words import CliWords


def add_contacts_commands(add: Callable[[str], argparse.ArgumentParser], words: CliWords) -> None:
    """``add`` makes the parser of one of them, with its help."""
    listed = add("list")
    listed.add_argument("values", nargs="*", metavar=words("help.meta.words"), help=words("help.contacts.words"))
    listed.add_argument(
        "--filter", action="append", default=[], metavar=words("help.meta.name"), help=words("help.contacts.filter")
    )

    def of_contacts(name: str) -> argparse.ArgumentParser:
        command = add(name)
        command.add_argument("ids", metavar="ID", help=words("help.contacts.id"))
        return command

    of_contacts("show").add_argument("--all", action="store_true", help=words("help.contacts.all"))
    of_contacts("edit").add_argument("values", nargs="+", metavar="FIELD=VALUE", help=words("help.contacts.values"))
    for name in ("tag", "untag"):
        of_contacts(name).add_argument("values", nargs="+", metavar="TAG", help=words("help.contacts.tags"))
    forbid = of_contacts("do-not-contact")
    forbid.add_argument("--reason", default="", metavar=words("help.meta.words"), help=words("help.contacts.reason"))
    forbid.add_argument("--off", action="store_true", help=words("help.contacts.off"))
    of_contacts("delete")
    of_contacts("forget")
    of_contacts("merge").add_argument("values", nargs=1, metavar="ID", help=words("help.contacts.other"))
    imported = add("import")
    imported.add_argument("file", metavar=words("help.meta.file"), help=words("help.contacts.import.file"))
    imported.add_argument("--dry-run", action="store_true", help=words("help.contacts.import.dry_run"))
    imported.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help=words("help.contacts.import.map")
    )
    add("doubles")
    add("undo").add_argument("ids", nargs="?", default="", metavar="ID", help=words("help.contacts.edit_id"))
    export = add("export")
    export.add_argument("file", metavar=words("help.meta.file"), help=words("help.contacts.export_file"))
    export.add_argument(
        "--filter", action="append", default=[], metavar=words("help.meta.name"), help=words("help.contacts.filter")
    )
    export.add_argument("--no-bom", action="store_true", help=words("help.contacts.no_bom"))
