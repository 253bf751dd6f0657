"""Tries the packaged program: it starts, serves its practice site, reads it, and sends the greetings once."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = (
    Path(__file__).resolve().parent.parent
    / "dist"
    / "linkapp"
    / ("linkapp.exe" if sys.platform == "win32" else "linkapp")
)


def main() -> int:
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    site = subprocess.Popen([PROGRAM, "practice"], stdout=subprocess.PIPE, text=True)
    try:
        assert site.stdout is not None
        address = site.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as folder:
            run = [PROGRAM, "run", "birthdays", "--send", "--site", address, "--data-dir", folder, "--pace", "none",
                   "--headless", "--json"]  # fmt: skip
            first = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
            second = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
    finally:
        site.terminate()
        site.wait(10)
    print(f"{said}: {len(first['greeted'])} greeted, then {len(second['greeted'])}")
    return 0 if first["greeted"] and not second["greeted"] and not first["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
