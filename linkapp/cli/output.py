"""What the commands write: the answer on standard output, everything beside it on standard error.

Nothing that happens to a terminal, a pipe or a file there ends or fails what a command does: a reader that went away
is nobody to tell, and an answer that could not be written (a full disk) is said once, at the end. Words are written
in the stream's own encoding with a stand-in for what it does not hold; JSON is UTF-8, whatever the locale.
"""

from __future__ import annotations

import errno
import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO

_NOBODY_THERE = frozenset({errno.EPIPE, errno.EIO, errno.EBADF, errno.ECONNRESET, errno.ENXIO})
"""The reader went away, the terminal is gone, or there was none: not a fault of what is written to."""
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "…": "...", "·": "-",
                        "\u00a0": " ", "\u202f": " ", "\u2068": "", "\u2069": ""})  # fmt: skip
"""Signs of print as every encoding has them."""
_CONTROLS = {number: None for number in (*range(32), *range(127, 160)) if chr(number) not in "\n\t"}
"""What a terminal would obey: names and texts come from a web page."""
UNWRITTEN = "The answer could not be written: {}. What was done stands; `linkapp runs` tells it."
_unwritten: list[OSError] = []
"""Why a part of the answer could not be written, until ``finish``."""


def make_ready() -> None:
    """Give the program three open standard streams.

    A descriptor that is closed (``>&-``) would be given to the next file that is opened, and what is meant for a
    terminal would be written into that file.
    """
    _unwritten.clear()
    if os.name == "posix":
        for number in (0, 1, 2):
            try:
                os.fstat(number)
            except OSError:
                _put_null_device_at(number)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end


def say(sentence: str) -> None:
    """One sentence, or lines, of the answer."""
    _answer(_encoded(sentence + "\n", sys.stdout))


def print_json(document: dict[str, Any]) -> None:
    """The one JSON document: UTF-8. What no Unicode text can hold (half a pair) stands there as its escape."""
    import json

    _answer((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace"))


def note(sentence: str) -> None:
    """One sentence beside the answer, on standard error: progress, or why there is no answer."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, _encoded(sentence + "\n", sys.stderr))


def progress(sentence: str) -> None:
    """Like ``note``, for a sentence that may be left out: where nobody reads (a stopped terminal, a pager that waits)
    the run does not wait with them."""
    with suppress(OSError, ValueError):
        if _takes_more(sys.stderr):
            note(sentence)


def finish(status: int, words: Callable[[str], str] = UNWRITTEN.format) -> int:
    """The exit status of the program: ``status``, or 1 in place of 0 where the answer could not be written.

    Nothing is left to be written afterwards. A reader that went away had enough: that changes nothing. ``words`` says
    why the answer is not there.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and stream is sys.stdout:
                _unwritten.append(error)
            _silence(stream)
    lost = [error for error in _unwritten if error.errno not in _NOBODY_THERE]
    _unwritten.clear()
    if not lost:
        return status
    note("linkapp: " + words(lost[0].strerror or type(lost[0]).__name__))
    return status or 1


# ---- writing ----


def _answer(text: bytes) -> None:
    if _unwritten:
        return  # half an answer with a hole in it would be worse
    try:
        _write(sys.stdout, text)
    except OSError as error:
        _unwritten.append(error)
    except ValueError:  # closed
        _unwritten.append(OSError(errno.EBADF, os.strerror(errno.EBADF)))


def _write(stream: TextIO, text: bytes) -> None:
    """Write all of it at once, past every buffer: what is in a buffer when a pipe breaks comes up again at the end."""
    stream.flush()
    number = _number_of(stream)
    if number is None:
        binary = getattr(stream, "buffer", None)
        if binary is None:
            stream.write(text.decode("utf-8", "replace"))
        else:
            binary.write(text)
            binary.flush()
        return
    while text:
        try:
            text = text[os.write(number, text) :]
        except BlockingIOError:  # somebody who shares the pipe made it one that does not wait
            select.select([], [number], [])


def _takes_more(stream: TextIO) -> bool:
    number = _number_of(stream)
    if number is None:
        return True
    try:
        return bool(select.select([], [number], [], 0)[1])
    except ValueError:  # a number too large for this way of asking
        return True


def _number_of(stream: TextIO) -> int | None:
    """The descriptor to write to; None where the stream itself has to (a test's stream, Windows and its console)."""
    if os.name != "posix":
        return None
    try:
        return stream.fileno()
    except (OSError, ValueError, AttributeError):
        return None


def _encoded(text: str, stream: TextIO) -> bytes:
    """Words for a stream: as they are where it can hold them, else with plain signs, else with question marks."""
    text = text.translate(_CONTROLS)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if _number_of(stream) is None and getattr(stream, "buffer", None) is None:
        encoding = "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_spelt(sign, encoding) for sign in text).encode(encoding, "replace")


def _spelt(sign: str, encoding: str) -> str:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return sign.translate(_PLAIN)
    return sign


def _silence(stream: TextIO) -> None:
    """Let what is left in a stream's buffer go nowhere: Python writes it at the very end, and fails then."""
    with suppress(OSError, ValueError, AttributeError):
        _put_null_device_at(stream.fileno())
        stream.flush()


def _put_null_device_at(number: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    if null != number:
        os.dup2(null, number)
        os.close(null)
    else:
        os.set_inheritable(number, True)
