"""The locks decide everything: complete, closed, hashed, without addresses, for every system LinkApp runs on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Environment, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "packaging"
PROGRAM = FOLDER / "requirements.lock"
DEVELOPMENT = FOLDER / "development.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIRED: dict[str, list[str]] = json.loads((FOLDER / "lock_requirements.json").read_text(encoding="utf-8"))
PYTHONS = ("3.11.0", "3.11.7", "3.12.0", "3.12.9", "3.13.0", "3.13.9")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "linux-arm": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "aarch64",
    },
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
}


def blocks(lock: Path) -> list[str]:
    return re.split(r"\n(?=[a-zA-Z])", lock.read_text(encoding="utf-8").strip())


def entries(*locks: Path) -> Iterator[Requirement]:
    for lock in locks:
        for block in blocks(lock):
            yield Requirement(block.splitlines()[0].removesuffix("\\"))


def system(python: str, name: str) -> Environment:
    environment = default_environment()
    minor = ".".join(python.split(".")[:2])
    versions = {"python_full_version": python, "python_version": minor, "implementation_version": python}
    environment.update({**SYSTEMS[name], **versions})
    return environment


def holds(requirement: Requirement, environment: Environment, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**environment, "extra": extra})


def gaps(locked: list[Requirement], roots: list[str], environment: Environment) -> list[str]:
    """What the roots and everything they lead to require on one system and the locks do not give there; and what the
    locks hold there although nothing leads to it."""
    here = [entry for entry in locked if holds(entry, environment)]
    versions = {canonicalize_name(entry.name): next(iter(entry.specifier)).version for entry in here}
    missing = [
        f"{entry.name} stands twice"
        for entry in here
        if versions[canonicalize_name(entry.name)] != next(iter(entry.specifier)).version
    ]
    todo = [root for root in map(Requirement, roots) if holds(root, environment)]
    seen: dict[str, set[str]] = {}
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        version = versions.get(name)
        if version is None or not wanted.specifier.contains(version, prereleases=True):
            missing.append(f"{wanted} (locked: {version})")
            continue
        extras = {"", *wanted.extras} - seen.get(name, set())
        seen.setdefault(name, set()).update(extras)
        for line in REQUIRED[f"{name}=={version}"]:
            needed = Requirement(line)
            if any(holds(needed, environment, extra) for extra in extras):
                todo.append(needed)
    return missing + [f"{name} is needed by nothing" for name in versions if name not in seen]


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_locks_hold_everything_that_what_they_hold_requires(python: str, name: str) -> None:
    environment = system(python, name)
    program = PROJECT["project"]["dependencies"]
    development = PROJECT["dependency-groups"]["dev"]
    assert gaps(list(entries(PROGRAM)), program, environment) == []
    assert gaps(list(entries(PROGRAM, DEVELOPMENT)), [*program, *development], environment) == []


def test_a_lock_that_lacks_what_an_extra_asks_for_is_found() -> None:
    """The lock of old named ``coverage`` where ``coverage[toml]`` was asked for; here what an extra needs is taken out."""
    without = [entry for entry in entries(PROGRAM) if entry.name != "greenlet"]
    assert gaps(without, PROJECT["project"]["dependencies"], system("3.11.7", "linux")) != []


def test_what_is_noted_of_requirements_is_what_the_installed_packages_say() -> None:
    compared = 0
    for entry in entries(PROGRAM, DEVELOPMENT):
        version = next(iter(entry.specifier)).version
        try:
            here = metadata.distribution(entry.name)
        except metadata.PackageNotFoundError:
            continue
        if here.version == version:
            compared += 1
            assert sorted(here.requires or []) == sorted(REQUIRED[f"{canonicalize_name(entry.name)}=={version}"])
    assert compared > 80


def test_program_and_development_share_no_package() -> None:
    assert not {entry.name for entry in entries(PROGRAM)} & {entry.name for entry in entries(DEVELOPMENT)}
    assert {"pytest", "pyinstaller", "mypy"} <= {entry.name for entry in entries(DEVELOPMENT)}


@pytest.mark.parametrize("lock", [PROGRAM, DEVELOPMENT], ids=lambda lock: lock.stem)
def test_every_package_is_pinned_with_hashes_and_without_an_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")
    for block in blocks(lock):
        assert re.match(r"[\w.-]+(\[[\w,.-]+\])?==[\w.]+( ;.*)? \\$", block.splitlines()[0]), block.splitlines()[0]
        assert "--hash=sha256:" in block, block
