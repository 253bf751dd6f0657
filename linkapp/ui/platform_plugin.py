"""Whether Qt's own part for this kind of display is there and can be loaded: Qt ends the whole process where it is not.

Asked of the folders in which Qt looks, before there is an application object.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QPluginLoader

from linkapp.domain.known_error import KnownError

VARIABLE = "QT_QPA_PLATFORM"
_FOLDER_VARIABLE = "QT_QPA_PLATFORM_PLUGIN_PATH"
_ON_DESKTOPS = ("xcb", "wayland", "windows", "cocoa")
_INTERFACE = "QPlatformIntegrationFactoryInterface"


def platforms_there(environment: Mapping[str, str], system: str) -> dict[str, Path] | KnownError:
    """The platforms that Qt would try, in its order, each with the file of its plugin; empty where nothing is known of
    what Qt would try. A ``KnownError`` where it would find none of them."""
    named = [name for name in environment.get(VARIABLE, "").split(";") if name]
    wanted = named or _usual(environment, system)
    plugins = _plugins(environment)
    if not wanted or not plugins:
        return {}
    there = {name: plugins[_bare(name)] for name in wanted if _bare(name) in plugins}
    return there or _not_there(_bare(wanted[0]), sorted(plugins), chosen=bool(named))


def not_loaded(platforms: Mapping[str, Path]) -> KnownError | None:
    """Why none of these can be loaded: as a rule a library of the system that is not installed. None where one can."""
    faults = {}
    for name, file in platforms.items():
        loader = QPluginLoader(str(file))
        if loader.load():
            return None
        faults[_bare(name)] = loader.errorString().rstrip(".")
    for name, fault in faults.items():
        sentence = f"No window can be opened: Qt’s own part for {name} cannot be loaded: {fault}."
        return KnownError(sentence, "display_broken", name=name, detail=fault)
    return None


def _usual(environment: Mapping[str, str], system: str) -> list[str]:
    """What Qt takes where nobody chose."""
    if system.startswith(("linux", "freebsd")):
        return [*(["wayland"] if environment.get("WAYLAND_DISPLAY") else []), "xcb"]
    return {"win32": ["windows"], "darwin": ["cocoa"]}.get(system, [])


def _bare(name: str) -> str:
    """A platform's name without what is said to it, as Qt compares it."""
    return name.split(":")[0].lower()


def _plugins(environment: Mapping[str, str]) -> dict[str, Path]:
    """The file for each platform that Qt could find."""
    folders = [Path(folder) / "platforms" for folder in QCoreApplication.libraryPaths()]
    if own := environment.get(_FOLDER_VARIABLE):
        folders = [Path(own), *folders]
    plugins: dict[str, Path] = {}
    for folder in folders:
        try:
            files = sorted(folder.iterdir())
        except OSError:
            continue
        for file in files:
            about: dict[str, Any] = dict(QPluginLoader(str(file)).metaData())
            if _INTERFACE in str(about.get("IID", "")):
                for key in about.get("MetaData", {}).get("Keys", []):
                    plugins.setdefault(str(key).lower(), file)
    return plugins


def _not_there(name: str, known: list[str], *, chosen: bool) -> KnownError:
    if chosen:
        known = [plugin for plugin in known if plugin in _ON_DESKTOPS] or known
        sentence = f"No window can be opened: {VARIABLE} names {name}, and Qt has nothing of this name here."
        return KnownError(sentence, "display_unknown", variable=VARIABLE, name=name, known=", ".join(known))
    return KnownError(f"No window can be opened: Qt’s own part for {name} is missing.", "display_missing", name=name)
