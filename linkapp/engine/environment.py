"""What the browser's driver and the browser get to see of the environment that LinkApp was started in.

A developer's shell may hold orders to the very libraries that LinkApp works with: to print every message (``DEBUG``,
``DEBUGP``: the session's cookies and all texts), to open a debugger (``PWDEBUG``, ``NODE_OPTIONS=--inspect``), to take
another program (``PLAYWRIGHT_NODEJS_PATH``), to start the browser on another computer (``SELENIUM_REMOTE_URL``), to
write the keys of every connection into a file (``SSLKEYLOGFILE``). None of them is meant for LinkApp.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

_DRIVER = (
    r"PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|XDG_CACHE_HOME|PLAYWRIGHT_BROWSERS_PATH"
    r"|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERNAME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA"
    r"|PROGRAMFILES(\(X86\))?|PROGRAMW6432|PROGRAMDATA|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE"
)
"""All that the driver needs: where programs and the person's folders lie, and the language."""
_ORDERS = (
    r"DEBUG|DEBUGP|DEBUG_\w+|PWDEBUG\w*|PW_\w+|PWTEST_\w+|PWMCP_\w+|PLAYWRIGHT_(?!BROWSERS_PATH$)\w+"
    r"|INTERNAL_PW_\w+|NODE_\w+|NPM_CONFIG_\w+|SELENIUM_\w+|ELECTRON_\w+|MAX_LOG_LENGTH|LOG_TOKENS"
)
"""Orders to the driver and to the library that talks to it."""
_BROWSER_ORDERS = (
    r"SSLKEYLOGFILE|CHROME_LOG_FILE|CHROMIUM_(USER_)?FLAGS|CHROME_(USER_FLAGS|EXTRA_ARGS|IPC_LOGGING|USER_DATA_DIR)"
    r"|CHROME_CONFIG_HOME|CHROME_CRASHPAD_PIPE_NAME|CHROME_HEADLESS|BREAKPAD_DUMP_LOCATION|G_MESSAGES_DEBUG|LINKAPP_\w+"
)
"""Orders to the browser to write down what it does, to open a door, or to live elsewhere."""
_FOLDERS = r"HOME|XDG_(\w+_HOME|RUNTIME_DIR)"
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")


def forget_orders(environment: MutableMapping[str, str] = os.environ) -> None:
    """Take every order to the driver's library out of an environment: it reads some of them in this very process."""
    for name in [name for name in environment if re.fullmatch(_ORDERS, name.upper())]:
        del environment[name]


def for_driver(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of the driver, whose temporary files lie in ``folder``."""
    variables = {name: value for name, value in environment.items() if re.fullmatch(_DRIVER, name.upper())}
    return _placed(_own_libraries(environment, variables)) | dict.fromkeys(_TEMPORARY, str(folder))


def for_browser(environment: Mapping[str, str], folder: Path, *, apart: bool) -> dict[str, str]:
    """The environment of the browser: the person's (display, input method, proxy, certificates), without any order.

    Its temporary files and what it writes when it crashes lie in ``folder``; with ``apart`` only the latter (a browser
    that is packed in a box of its own does not see the folder).
    """
    variables = {
        name: value
        for name, value in environment.items()
        if not re.fullmatch(_ORDERS, name.upper()) and not re.fullmatch(_BROWSER_ORDERS, name.upper())
    }
    if not apart:
        variables |= dict.fromkeys(_TEMPORARY, str(folder))
    return _placed(_own_libraries(environment, variables)) | {"BREAKPAD_DUMP_LOCATION": str(folder / "crashes")}


def _placed(variables: dict[str, str]) -> dict[str, str]:
    """Without the folders of the person's that are no whole paths: they would be made in the working folder."""
    return {
        name: value
        for name, value in variables.items()
        if not re.fullmatch(_FOLDERS, name) or Path(value).is_absolute()
    }


def _own_libraries(environment: Mapping[str, str], variables: dict[str, str]) -> dict[str, str]:
    """A packaged LinkApp must not hand its own libraries down; what stood there before is put back."""
    original = environment.get("LD_LIBRARY_PATH_ORIG")
    variables = {
        name: value for name, value in variables.items() if name not in ("LD_LIBRARY_PATH_ORIG", "LD_LIBRARY_PATH")
    }
    given = original if getattr(sys, "frozen", False) else environment.get("LD_LIBRARY_PATH")
    return variables | ({"LD_LIBRARY_PATH": given} if given else {})
