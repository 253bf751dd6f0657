"""What ends a frozen browser when LinkApp itself was ended from outside and can end nothing any more (Linux).

The driver closes the browser when the program goes away, but waits half a minute for one that does not answer. So a
shell is begun beside the browser. It waits for the end of a pipe, which comes when the program is gone however it went,
leaves the driver a moment, and then kills the browser's process group and the driver. It holds a tenth of a megabyte.

It never ends a stranger: a process is known by its number and the time it was begun at (``/proc/PID/stat``), both
looked at again right before. A group has its number as long as anybody is in it, and its leader is that process.
"""

from __future__ import annotations

import contextlib
import subprocess  # nosec B404
import sys
from pathlib import Path

_SHELL = "/bin/sh"
_PATH = "/usr/bin:/bin"
TRIES = 15
"""So many tenths of a second the driver has."""
_SCRIPT = """
same() {
  { read -r all < "/proc/$1/stat"; } 2>/dev/null || return 1
  set -- "$2" ${all##*) }
  [ "$1" = "${21}" ] && [ "$2" != Z ]
}
read -r _ && exit
tries=$5
while [ "$tries" -gt 0 ] && { same "$1" "$2" || same "$3" "$4"; }; do
  tries=$((tries - 1))
  sleep 0.1 || sleep 1
done
same "$1" "$2" && kill -s KILL -- "-$1" && { sleep 0.3 || sleep 1; }
same "$3" "$4" && kill -s KILL -- "$3"
"""


class Guardian:
    """Watches over the browser of one driver from when it is made until ``stop``."""

    def __init__(self, driver: int) -> None:
        """``driver`` is the number of its process. Where the browser or a shell is not found nothing is watched."""
        self._shell: subprocess.Popen[bytes] | None = None
        browser = browser_of(driver)
        if browser is None:
            return
        watched = [str(number) for pid in (browser, driver) for number in (pid, begun(pid))]
        with contextlib.suppress(OSError):
            self._shell = subprocess.Popen(  # nosec B603 - a script of our own, given numbers only
                [_SHELL, "-c", _SCRIPT, "linkapp-guardian", *watched, str(TRIES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": _PATH},
                cwd="/",
                start_new_session=True,
            )

    @property
    def watches(self) -> bool:
        """Whether there is one."""
        return self._shell is not None and self._shell.poll() is None

    def stop(self) -> None:
        """The browser was closed in order: nothing is left to do. Waits for the shell's end, some milliseconds."""
        shell, self._shell = self._shell, None
        if shell is None or shell.stdin is None:
            return
        with contextlib.suppress(OSError):
            shell.stdin.write(b"\n")
            shell.stdin.close()
        try:
            shell.wait(1)
        except subprocess.TimeoutExpired:
            shell.kill()
            shell.wait()


def browser_of(driver: int) -> int | None:
    """The process that a driver began in a group of its own: its browser. None where that cannot be told."""
    if sys.platform != "linux":
        return None
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{driver}/task").iterdir()
            for child in (task / "children").read_text("ascii").split()
        ]
        leaders = [child for child in children if _stat(child)[2] == str(child)]
    except OSError:
        return None
    return leaders[0] if len(leaders) == 1 else None


def begun(pid: int) -> str:
    """When a process was begun, in the system's own count; empty where there is none of this number."""
    try:
        return _stat(pid)[19]
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    """State, parent, group and so on: what follows the name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(") ")[2].split()
