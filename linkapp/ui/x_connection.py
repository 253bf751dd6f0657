"""A connection to an X server that breaks does not end the process: Xlib would call ``exit`` in the middle of anything.

Qt's handler of such an error hands on to Xlib's own, which ends the process. Here the error is left to be noticed by
Qt's loop, which then ends, and the program ends in its own order. That Xlib asks before it ends a process is new in
libX11 1.7 (``XSetIOErrorExitHandler``); with an older one everything stays as it was.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any, cast

from PySide6.QtWidgets import QApplication

_ErrorHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_ExitHandler = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


_say_nothing = _ErrorHandler(lambda _display: 0)
_go_on = _ExitHandler(lambda _display, _data: None)
"""Both live as long as the program: Xlib keeps their addresses."""


def outlive_broken_connection(application: QApplication) -> bool:
    """Have this application outlive its X server; False where there is none, or where Xlib cannot be asked for it."""
    native = cast(Any, application.nativeInterface())
    if not hasattr(native, "connection") or not (display := native.display()):  # another platform's has none
        return False
    try:
        xlib = _xlib()
        set_exit_handler, set_error_handler = xlib.XSetIOErrorExitHandler, xlib.XSetIOErrorHandler
    except (OSError, AttributeError):
        return False
    set_exit_handler(ctypes.c_void_p(display), _go_on, None)
    set_error_handler(_say_nothing)
    return True


def _xlib() -> ctypes.CDLL:
    """Xlib. Raises ``OSError``. To look it up by its bare name starts programs, which takes a while."""
    try:
        return ctypes.CDLL("libX11.so.6")
    except OSError:
        return ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so")
