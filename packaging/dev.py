"""LinkApp on a fresh machine: set it up, run it, test it, build it. Standard library only.

    python3 packaging/dev.py demo            the main job on the practice site
    python3 packaging/dev.py test            all tests
    python3 packaging/dev.py linkapp ARGS    the program itself
    python3 packaging/dev.py lint | bench | build

The set-up is done once and then only looked at: a virtual environment in ``.venv`` from the hashed lock files, the
system libraries that Qt and a browser need (Debian and Ubuntu: through apt where that is allowed, otherwise the exact
command is printed), and a browser. It decides nothing: every package stands in a lock with its version and hashes, and
is installed as it stands there, without resolving and without building.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {
    "program": ROOT / "packaging" / "requirements.lock",
    "development": ROOT / "packaging" / "development.lock",
}
"""What the program needs, and what only its development needs beside it (made by ``make_locks.py``)."""
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libatomic1": "libatomic.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libx11-xcb1": "libX11-xcb.so.1",
}
"""Debian package -> the library that shows that it is there."""
FONTS = {
    "fonts-dejavu-core": ("DejaVuSans*.ttf", "NotoSans*.ttf", "NotoSans*.otf", "NotoSans*.ttc"),
    "fonts-noto-color-emoji": ("*[Ee]moji*.ttf", "*[Ee]moji*.otf", "*[Ee]moji*.ttc"),
}
"""Debian package -> how the files of any font of its kind are called."""
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FOR_TESTS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "dbus": "dbus-daemon",
    "gnome-keyring": "gnome-keyring-daemon",
    "redis-server": "redis-server",
    "trayer": "trayer",
}
"""Debian package -> the program that shows that it is there; needed by the tests only."""
CORE = "linkapp/domain/*,linkapp/services/*,linkapp/storage/*"
COVERAGE = ((("--include", CORE), 95), ((), 85))
"""Least branch coverage in percent: of domain, services and storage, and of everything."""
WORKERS = str(min(8, 3 * (os.cpu_count() or 2)))
"""Test processes side by side: the long tests wait for browsers and other programs more than half of their time. Three for
each processor leave it hardly ever idle; with still more of them what a page has to answer in time comes late."""
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)


def main(arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    verbs = {"demo": demo, "test": test, "linkapp": linkapp, "lint": lint, "bench": bench, "build": build}
    if verb not in verbs:
        print(__doc__, file=sys.stderr)
        return 2
    only_program = verb in ("demo", "linkapp")
    set_up(("program",) if only_program else ("program", "development"), tests=verb in ("test", "bench"))
    return verbs[verb](rest)


# ---- verbs ----


def demo(rest: list[str]) -> int:
    return hand_over(PYTHON, "main.py", "demo", *rest)


def linkapp(rest: list[str]) -> int:
    return hand_over(PYTHON, ROOT / "main.py", *rest, cwd=None)


def test(rest: list[str]) -> int:
    if rest:
        return hand_over(PYTHON, "-m", "pytest", *rest)
    together = ("-n", WORKERS, "--dist", "worksteal")
    covered = ("--cov=linkapp", "--cov-report=", "--durations=25")
    short = ("-m", "pytest", "-m", "not benchmark and not slow")
    status = run(PYTHON, *short, *together, *covered, environment=compiled_once())
    for rooms, least in COVERAGE:
        status = status or run(PYTHON, "-m", "coverage", "report", *rooms, f"--fail-under={least}", "--format=total")
    return status


def compiled_once() -> dict[str, str]:
    """The environment with Python's memory of compiled modules: hundreds of programs are started by the tests, and each
    would compile LinkApp anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def bench(rest: list[str]) -> int:
    return hand_over(
        PYTHON, "-m", "pytest", "-m", "benchmark", "-s", "-p", "no:cacheprovider", "tests/benchmarks", *rest
    )


def lint(_rest: list[str]) -> int:
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("importlinter",),
        ("deptry", "."),
        ("bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", "linkapp"),
    )
    worst = 0
    for name, *options in checks:
        print(f"-- {name}", flush=True)
        program = VENV / ("Scripts" if WINDOWS else "bin") / ("lint-imports" if name == "importlinter" else name)
        worst = max(worst, run(program, *options))
    return worst


def build(rest: list[str]) -> int:
    status = run(PYTHON, "-m", "PyInstaller", "--noconfirm", "linkapp.spec", *rest)
    return status or run(PYTHON, "packaging/frozen_check.py")


# ---- set-up ----


def set_up(parts: Iterable[str], *, tests: bool) -> None:
    """Bring the machine to where LinkApp runs; quick when it is there already."""
    if sys.version_info < (3, 11) or sys.version_info >= (3, 14):
        sys.exit(f"LinkApp needs Python 3.11 to 3.13; this is {sys.version.split()[0]}.")
    system_packages(tests=tests)
    if not (PYTHON.is_file() and mark("environment").is_file() and mark("environment").read_text() == sys.version):
        make_environment()
    for part in parts:
        digest = hashlib.sha256(LOCKS[part].read_bytes()).hexdigest()
        if not (mark(part).is_file() and mark(part).read_text() == digest):
            install(part)
            mark(part).write_text(digest)
    if browser() is None:
        fetch_browser()


def mark(part: str) -> Path:
    """The file that says that a part of the set-up was done, and for what."""
    return VENV / f".linkapp-{part}"


def make_environment() -> None:
    """Make it anew. What .venv leads to, and what somebody else made there, stays as it is."""
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists() and not any(VENV.glob(".linkapp-*")) and any(VENV.iterdir()):
        sys.exit("The folder .venv here was not made by LinkApp: move it away or remove it, then try again.")
    VENV.mkdir(exist_ok=True)
    mark("begun").touch()  # before anything else goes: what is broken off here is LinkApp's all the same
    for one in VENV.iterdir():
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        elif one != mark("begun"):
            one.unlink()
    say("Making the virtual environment in .venv (half a minute)")
    if run(sys.executable, "-m", "venv", *([] if WINDOWS else ["--symlinks"]), VENV, environment=plain_environment()):
        sys.exit("The virtual environment could not be made; the message above says why.")
    mark("environment").write_text(sys.version)


def install(part: str) -> None:
    """Install one lock, exactly: nothing is resolved, nothing is built, everything has to have a listed hash."""
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check")
    exactly = ("--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input", "-r", LOCKS[part])
    if run(*pip, "install", "-qq", *exactly, environment=plain_environment()):
        sys.exit("The packages could not be installed; the message above says why.")
    if run(*pip, "check", environment=plain_environment(), quiet=True):
        sys.exit("The installed packages do not fit together; please remove the folder .venv and try again.")


def plain_environment() -> dict[str, str]:
    """The environment for setting up: registries, proxies and certificates as the person has them, but nothing that
    leads Python or pip to another place than .venv."""
    astray = (
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_REQUIREMENT",
        "PIP_CONSTRAINT",
        "PIP_NO_BINARY",
        "PIP_PYTHON",
    )
    kept = {name: value for name, value in os.environ.items() if name not in (*astray, "PYTHONPATH", "PYTHONHOME")}
    return {**kept, "PIP_USER": "0", "PIP_DRY_RUN": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def system_packages(*, tests: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    known = libraries()
    missing = [package for package, library in LIBRARIES.items() if library not in known]
    missing += [package for package, names in FONTS.items() if not has_fonts(names)]
    if importlib.util.find_spec("ensurepip") is None:  # Debian's own Python comes without what makes environments
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if tests:
        missing += [package for package, program in FOR_TESTS.items() if shutil.which(program) is None]
    if missing:
        apt(missing)
    if browser() is None and shutil.which("apt-get"):
        apt(["chromium"])  # by itself: where a distribution has no such package, everything else is still installed
    if tests and (package := windowless_browser()) and sudo() is not None:
        apt([package])


def windowless_browser() -> str | None:
    """The package with the same Chromium that is installed here, without the window around its pages: most tests are
    about pages, and take half of the work in it. None where it is there, or would bring another version along."""
    if shutil.which("chromium-headless-shell") or not (shutil.which("apt-cache") and shutil.which("dpkg-query")):
        return None
    version = answer("dpkg-query", "--show", "--showformat=${Version}", "chromium").strip()
    if version and not answer("apt-cache", "madison", "chromium") and (before := sudo()) is not None:
        run(*before, "apt-get", "update", "-qq", quiet=True)  # a machine that was made lean has no lists of packages
    known = answer("apt-cache", "madison", "chromium-headless-shell")
    same = bool(version) and version in (row.split("|")[1].strip() for row in known.splitlines() if "|" in row)
    return f"chromium-headless-shell={version}" if same else None


def apt(packages: list[str]) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        say("These libraries seem to be missing (their Debian names): " + " ".join(packages))
        return
    before = sudo()
    if before is None:
        say("Please install what is missing:\n    sudo " + " ".join(command))
        return
    say("Installing " + " ".join(packages))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(*before, "apt-get", "update", "-qq", environment=quiet, quiet=True)
    if run(*before, *command, "-qq", environment=quiet, quiet=True):
        say("apt could not install them; please run\n    sudo " + " ".join(command))


def sudo() -> list[str] | None:
    """What has to stand before a command that only root may run; None where that is not allowed without asking."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def answer(*command: str) -> str:
    """What a program says; nothing where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def libraries() -> str:
    """The names of the libraries the system's loader knows."""
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        return subprocess.run([loader, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        folders = [Path("/usr/lib") / (sysconfig.get_config_var("MULTIARCH") or ""), Path("/usr/lib64"), Path("/lib")]
        return "\n".join(file.name for folder in folders if folder.is_dir() for file in folder.glob("*.so*"))


def has_fonts(names: Iterable[str]) -> bool:
    """Whether a font file with one of these names is there (a desktop distribution has its own)."""
    folders = [
        Path(folder).expanduser() for folder in FONT_FOLDERS if not folder.startswith("~") or os.environ.get("HOME")
    ]
    return any(next(folder.rglob(name), None) is not None for folder in folders if folder.is_dir() for name in names)


def browser() -> str | None:
    """A browser LinkApp can use: an installed one, or Playwright's own."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    places = [
        Path("/Applications/Google Chrome.app"),
        Path("/Applications/Microsoft Edge.app"),
        Path(r"C:\Program Files\Google\Chrome\Application\chrome.exe"),
        Path(r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"),
    ]
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    places += sorted(cache.glob("chromium-*"))
    return next((str(place) for place in places if place.exists()), None)


def fetch_browser() -> None:
    say("Fetching a browser")
    if run(PYTHON, "-m", "playwright", "install", "chromium"):
        say(
            "No browser could be fetched; please install Chrome, Edge or Chromium (Debian: sudo apt-get install chromium)."
        )


# ---- small things ----


def hand_over(program: Path, *arguments: Path | str, cwd: Path | None = ROOT) -> int:
    """Become the program, where the system has that: whoever ends this process ends the program."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [str(program), *(str(argument) for argument in arguments)]
    if not WINDOWS:
        sys.stdout.flush()
        sys.stderr.flush()
        os.chdir(cwd or Path.cwd())
        os.execve(command[0], command, environment)
    return run(*command, cwd=cwd, environment=environment)


def run(
    *command: Path | str, cwd: Path | None = ROOT, environment: Mapping[str, str] | None = None, quiet: bool = False
) -> int:
    """Run a program and everything it starts, to its end; a signal that would end this process goes to all of them."""
    child = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdout=subprocess.DEVNULL if quiet else None,
        start_new_session=not WINDOWS,
    )
    ended_by = 0

    def pass_on(number: int, _frame: FrameType | None) -> None:
        nonlocal ended_by
        ended_by = number
        if child.returncode is None:
            os.killpg(child.pid, number)

    signals = () if WINDOWS else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, pass_on) for number in signals}
    try:
        status = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if ended_by:
        sys.exit(128 + ended_by)
    return status


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(1)
