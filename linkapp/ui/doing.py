"""Coroutines started by widgets: cancelled with their widget, replaced by name, errors told in one place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

_running: WeakKeyDictionary[QObject, dict[str, asyncio.Task[Any]]] = WeakKeyDictionary()
_all: set[asyncio.Task[Any]] = set()
_tell: list[Callable[[BaseException], None]] = []


def on_error(tell: Callable[[BaseException], None]) -> Callable[[], None]:
    """Say who is told of an error that nobody expected; returns the function that ends this. The last one is told."""
    _tell.append(tell)

    def end() -> None:
        with contextlib.suppress(ValueError):
            _tell.remove(tell)

    return end


def start(coroutine: Coroutine[Any, Any, Any], *, owner: QObject, name: str = "") -> asyncio.Task[Any]:
    """Start a coroutine for a widget.

    It is cancelled when the widget is destroyed. With a ``name``, the owner's earlier coroutine of that name is
    cancelled first: the newest wish counts. An exception reaches the place given by ``on_error``.
    """
    named = _running.get(owner)
    if named is None:
        named = {}
        _running[owner] = named
        owner.destroyed.connect(lambda *_, mine=named: _cancel(mine))
    earlier = named.get(name) if name else None
    if earlier is not None:
        earlier.cancel()
    task = asyncio.get_running_loop().create_task(coroutine, name=name or None)
    key = name or f"#{id(task)}"
    named[key] = task
    _all.add(task)

    def done(finished: asyncio.Task[Any], mine: dict[str, asyncio.Task[Any]] = named) -> None:
        _all.discard(finished)
        if mine.get(key) is finished:
            del mine[key]
        if not finished.cancelled() and (error := finished.exception()) is not None:
            tell(error)

    task.add_done_callback(done)
    return task


def tell(error: BaseException) -> None:
    """Tell of an error that nobody expected: the place given by ``on_error``, else the log."""
    if _tell:
        _tell[-1](error)
    else:
        logging.getLogger("linkapp.ui").error("a fault in a window's task", exc_info=error)


async def end_all() -> None:
    """Cancel everything that widgets started, and wait until it has ended."""
    tasks = [task for task in _all if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def ask(dialog: QDialog, *, modal: bool = True) -> int:
    """Open a dialog and wait for its answer without a loop of its own. The dialog is deleted afterwards.

    One that is not ``modal`` leaves the window below usable.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def answered(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.finished.connect(answered)
    if modal:
        dialog.open()
    else:
        dialog.show()
    try:
        return await answer
    finally:
        with contextlib.suppress(RuntimeError):  # its window may have taken it along
            if dialog.isVisible():
                dialog.reject()
            dialog.deleteLater()


def _cancel(named: dict[str, asyncio.Task[Any]]) -> None:
    for task in tuple(named.values()):
        if not task.get_loop().is_closed():
            task.cancel()
