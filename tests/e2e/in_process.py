"""The program called as a person's script would call it, but in this process: a start of Python takes longer than most
commands. Where signals, pipes, terminals, kills or the start itself are the subject, tests start a real process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, chdir
from pathlib import Path
from unittest.mock import patch

from linkapp.app import main


def linkapp(
    *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end with streams of its own (files, as ``>`` makes them); whatever it changes of the
    process is put back. ``environment`` is all that it sees; this process's own for None."""
    with ExitStack() as after:
        streams = {
            name: after.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))
            for name in ("stdin", "stdout", "stderr")
        }
        for name, stream in streams.items():
            after.enter_context(patch.object(sys, name, stream))
        after.enter_context(
            patch.dict(os.environ, dict(os.environ if environment is None else environment), clear=True)
        )
        after.enter_context(patch("linkapp.system.core_dumps.forbid"))  # it cannot be taken back
        after.enter_context(chdir(cwd or Path.cwd()))
        after.callback(os.umask, os.umask(0o022))
        try:
            main(arguments)
        except SystemExit as ended:
            status = ended.code
        assert isinstance(status, int)
        said = {}
        for name in ("stdout", "stderr"):
            streams[name].seek(0)
            said[name] = streams[name].read()
    return subprocess.CompletedProcess(arguments, status, said["stdout"], said["stderr"])
