"""The real program, started by a process that holds its modules already: Python and the imports were most of a start.

``ForkedProgram`` stands in for ``subprocess.Popen`` and starts ``main.py`` with its arguments, and Python's ``-c`` and
``-m``, as a fork of a process of its own, in which nothing but imports ever ran. What comes of it is a child process of the caller's like any other: its
own pid, folder, environment, streams, signals, session and exit status, ended by ``sys.exit`` and the interpreter's
own end. Whatever the interpreter itself would have to hear of at its start (another locale, ``PYTHON...``, a terminal,
a closed stream, a function to be called before) is a start as usual, and so is every other program.

Starts themselves are the subject of the files that are not named in ``tests/conftest.py``.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import io
import json
import os
import pkgutil
import platform
import random
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import types
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
MAIN = str(ROOT / "main.py")
MOST_BYTES = 200_000
CLONE_PARENT = 0x8000
"""The new process is a child of the caller's parent: the tests' process waits for it itself."""
CLONE = {"x86_64": 56, "aarch64": 220}.get(platform.machine()) if sys.platform == "linux" else None
OF_THE_INTERPRETER = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "GLIBC_", "COVERAGE", "COV_", "OPENSSL_", "SSL_")
"""What Python and its libraries read from the environment before any line of the program."""
NO_MATTER = frozenset({"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"})
"""The one leads to where ``main.py`` is anyway; the other changes no answer."""
BESIDE = ("aiosqlite", "alembic.migration", "alembic.operations", "cryptography.hazmat.primitives.ciphers.aead", "encodings.ascii", "encodings.utf_8_sig",
          "playwright._impl.json_pipe", "playwright._impl.local_utils", "playwright._impl.protocol_channels",
          "playwright.async_api", "redis.asyncio", "sqlalchemy.dialects.sqlite.aiosqlite", "structlog",
          "tzdata.zoneinfo")  # fmt: skip
"""What the program imports late, and what reads nothing of its surroundings when it is imported."""
NOT_BEFORE = ("linkapp.ui", "linkapp.practice", "linkapp.window_start")


class ForkedProgram(subprocess.Popen[Any]):
    """``subprocess.Popen``, quicker where the program is LinkApp's own."""

    def _execute_child(self, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any, cwd: Any,
                       env: Any, startupinfo: Any, creationflags: Any, shell: Any, p2cread: int, p2cwrite: int,
                       c2pread: int, c2pwrite: int, errread: int, errwrite: int, *more: Any) -> None:  # fmt: skip
        restore_signals, gid, gids, uid, umask, start_new_session, process_group = more
        fds = [number if given == -1 else given for number, given in ((0, p2cread), (1, c2pwrite), (2, errwrite))]
        usual = (
            executable is None and preexec_fn is None and close_fds and not pass_fds and not shell and restore_signals
            and (gid, gids, uid, umask) == (None, None, None, -1)
        )  # fmt: skip
        words = [os.fsdecode(word) for word in args] if isinstance(args, (list, tuple)) else []
        folder = os.fsdecode(cwd) if cwd is not None else str(Path.cwd())
        surroundings = {os.fsdecode(name): os.fsdecode(value) for name, value in (os.environ if env is None else env).items()}  # fmt: skip
        if not (usual and _is_known(words, folder) and _as_here(surroundings) and all(map(_plain, fds))):
            super()._execute_child(
                args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo, creationflags, shell,
                p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, *more,
            )  # fmt: skip
            return
        sys.audit("subprocess.Popen", words[0], words, cwd, env)
        order = {
            "arguments": words[1:],
            "folder": folder,
            "environment": surroundings,
            "session": bool(start_new_session),
            "group": process_group,
            "ignored": [
                number
                for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
                if signal.getsignal(number) is signal.SIG_IGN
            ],
            "mask": _umask(),
        }
        self.pid = _starter().start(order, fds)
        self._child_created = True
        self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)


def _is_known(words: list[str], folder: str) -> bool:
    """Whether it is LinkApp, or a script or a module of the tests'."""
    return (
        CLONE is not None
        and len(words) > 2
        and words[0] == sys.executable
        and (words[1] in ("-c", "-m") or str(Path(folder) / words[1]) == MAIN)
        and Path(folder).is_dir()
    )


def _as_here(environment: dict[str, str]) -> bool:
    def heard(of: dict[str, str]) -> dict[str, str]:
        return {
            name: value for name, value in of.items() if name.startswith(OF_THE_INTERPRETER) and name not in NO_MATTER
        }

    return heard(environment) == heard(_starter().environment)


def _plain(number: int) -> bool:
    try:
        return not os.isatty(number) and os.fstat(number) is not None
    except OSError:
        return False


def _umask() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Umask:")).split()[1], 8)


class Starter:
    """The process that forks; it ends with this one."""

    def __init__(self) -> None:
        self.environment = dict(os.environ)
        self._here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn = threading.Lock()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.fakes.forked_program", str(there.fileno())], cwd=ROOT,
                pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip

    def start(self, order: dict[str, Any], fds: list[int]) -> int:
        """The pid of a new process that is the program."""
        with self._turn:
            socket.send_fds(self._here, [json.dumps(order).encode()], fds)
            answer = self._here.recv(64)
        assert answer, "the process that starts programs has ended"
        return int(answer)

    def end(self) -> None:
        """Let it go."""
        self._here.close()
        self._process.wait(10)


_started: list[Starter] = []


def _starter() -> Starter:
    if not _started:
        _started.append(Starter())
        atexit.register(_started[0].end)
    return _started[0]


# ---- in the process that forks ----


def serve(number: int) -> None:
    """Import, then fork for every order; comes back in the fork, which is to be the program."""
    _import_all()
    gc.collect()
    gc.freeze()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "an import started a thread"
    orders = socket.socket(fileno=number)
    while True:
        said, fds, _, _ = socket.recv_fds(orders, MOST_BYTES, 3)
        if not said:
            os._exit(0)  # whoever gave orders is gone
        pid = _fork_beside()
        if pid == 0:
            _become(json.loads(said), fds)
            return
        orders.send(str(pid).encode())
        for fd in fds:
            os.close(fd)


def _import_all() -> None:
    import linkapp

    for module in pkgutil.walk_packages(linkapp.__path__, "linkapp.", onerror=lambda _: None):
        if not module.name.startswith(NOT_BEFORE) and ".migrations" not in module.name:
            importlib.import_module(module.name)
    for name in BESIDE:
        importlib.import_module(name)


def _fork_beside() -> int:
    """Like ``os.fork``, but a child of this process's parent; the lock of the interpreter stays held."""
    assert CLONE is not None
    ctypes.pythonapi.PyOS_BeforeFork()
    pid = int(ctypes.PyDLL(None, use_errno=True).syscall(CLONE, CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0))
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
    else:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
        if pid < 0:
            raise OSError(ctypes.get_errno(), "no fork")
    return pid


def _become(order: dict[str, Any], fds: list[int]) -> None:
    """Have what a process has that was started anew."""
    if order["session"]:
        os.setsid()
    if order["group"] >= 0:
        os.setpgid(0, order["group"])
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
    os.closerange(3, 1024)
    for number in order["ignored"]:
        signal.signal(number, signal.SIG_IGN)
    os.umask(order["mask"])
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    random.seed()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        binary = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115
        stream = _text(binary, before, number)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv[:] = order["arguments"]
    sys.orig_argv[:] = [sys.executable, *order["arguments"]]
    sys.path[0] = "" if sys.argv[0] == "-c" else str(ROOT)


def _run() -> None:
    """Be what ``sys.argv`` says, to the end."""
    if sys.argv[0] == "-m":
        del sys.argv[0]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        return
    before, sys.modules["__main__"] = sys.modules["__main__"], types.ModuleType("__main__")
    if sys.argv[0] == "-c":
        exec(compile(sys.argv.pop(1), "<string>", "exec"), sys.modules["__main__"].__dict__)
    else:
        importlib.import_module("linkapp.app").main()
    del before  # kept so long: this very function is part of it


def _text(binary: Any, before: Any, number: int) -> Any:
    return io.TextIOWrapper(
        binary, encoding=before.encoding, errors=before.errors, newline="\n" if number else None,
        line_buffering=number == 2,
    )  # fmt: skip


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        serve(int(sys.argv[1]))
    _run()
