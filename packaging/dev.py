"""LinkApp on a fresh machine: set it up, run it, test it, build it. Standard library only.

    python3 packaging/dev.py demo            the main job on the practice site
    python3 packaging/dev.py test            all tests
    python3 packaging/dev.py linkapp ARGS    the program itself
    python3 packaging/dev.py lint | bench | build

The set-up is done once and then only looked at: a virtual environment in ``.venv`` from the hashed lock file, the
system libraries that Qt and a browser need (Debian and Ubuntu: through apt where that is allowed, otherwise the exact
command is printed), and a browser.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
MARK = VENV / ".linkapp-setup"
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
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "fonts-noto-color-emoji": "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
}
FOR_TESTS = {
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "dbus": "dbus-daemon",
    "gnome-keyring": "gnome-keyring-daemon",
    "redis-server": "redis-server",
}
"""Debian package -> the program that shows that it is there; needed by the tests only."""
CORE = "linkapp/domain/*,linkapp/services/*,linkapp/storage/*"
COVERAGE = ((("--include", CORE), 95), ((), 85))
"""Least branch coverage in percent: of domain, services and storage, and of everything."""
WORKERS = "4"
"""Test processes side by side: most tests wait for a browser, so a few more than there are processors are no harm."""
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
    set_up(tests=verb in ("test", "bench"))
    return verbs[verb](rest)


# ---- verbs ----


def demo(rest: list[str]) -> int:
    return run(PYTHON, "main.py", "demo", *rest)


def linkapp(rest: list[str]) -> int:
    return run(PYTHON, ROOT / "main.py", *rest, cwd=None)


def test(rest: list[str]) -> int:
    if rest:
        return run(PYTHON, "-m", "pytest", *rest)
    together = ("-n", WORKERS, "--dist", "worksteal")
    covered = ("--cov=linkapp", "--cov-report=", "--durations=25")
    status = run(PYTHON, "-m", "pytest", "-m", "not benchmark and not slow", *together, *covered)
    for rooms, least in COVERAGE:
        status = status or run(PYTHON, "-m", "coverage", "report", *rooms, f"--fail-under={least}", "--format=total")
    return status


def bench(rest: list[str]) -> int:
    return run(PYTHON, "-m", "pytest", "-m", "benchmark", "-s", "-p", "no:cacheprovider", "tests/benchmarks", *rest)


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


def set_up(*, tests: bool) -> None:
    """Bring the machine to where LinkApp runs; quick when it is there already."""
    if sys.version_info < (3, 11) or sys.version_info >= (3, 14):
        sys.exit(f"LinkApp needs Python 3.11 to 3.13; this is {sys.version.split()[0]}.")
    system_packages(tests=tests)
    digest = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if not (MARK.is_file() and MARK.read_text() == digest and PYTHON.is_file()):
        make_environment(digest)
    if browser() is None:
        fetch_browser()


def make_environment(digest: str) -> None:
    say("Making the virtual environment in .venv (half a minute)")
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=not WINDOWS).create(VENV)
    install = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    if subprocess.call([str(part) for part in install]):
        sys.exit("The packages could not be installed; the message above says why.")
    MARK.write_text(digest)


def system_packages(*, tests: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    known = libraries()
    missing = [package for package, library in LIBRARIES.items() if library not in known]
    missing += [package for package, file in FONTS.items() if not Path(file).exists() and not has_fonts(package)]
    if tests:
        missing += [package for package, program in FOR_TESTS.items() if shutil.which(program) is None]
    if browser() is None and shutil.which("apt-get"):
        missing.append("chromium")
    if missing:
        apt(missing)


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
    subprocess.call([*before, "apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
    if subprocess.call([*before, *command, "-qq"], env=quiet, stdout=subprocess.DEVNULL):
        say("apt could not install them; please run\n    sudo " + " ".join(command))


def sudo() -> list[str] | None:
    """What has to stand before a command that only root may run; None where that is not allowed without asking."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def libraries() -> str:
    """The names of the libraries the system's loader knows."""
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        return subprocess.run([loader, "-p"], capture_output=True, text=True, check=False).stdout
    except OSError:
        folders = [Path("/usr/lib") / (sysconfig.get_config_var("MULTIARCH") or ""), Path("/usr/lib64"), Path("/lib")]
        return "\n".join(file.name for folder in folders if folder.is_dir() for file in folder.glob("*.so*"))


def has_fonts(package: str) -> bool:
    """Whether other fonts of the kind are there (a desktop distribution has its own)."""
    if "emoji" in package:
        return any(Path(folder).rglob("*moji*") for folder in ("/usr/share/fonts",) if Path(folder).is_dir())
    return Path("/usr/share/fonts").is_dir() and next(Path("/usr/share/fonts").rglob("*.ttf"), None) is not None


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
    if subprocess.call([str(PYTHON), "-m", "playwright", "install", "chromium"]):
        say(
            "No browser could be fetched; please install Chrome, Edge or Chromium (Debian: sudo apt-get install chromium)."
        )


# ---- small things ----


def run(program: Path | str, *arguments: Path | str, cwd: Path | None = ROOT) -> int:
    environment = dict(os.environ)
    if cwd is None:
        environment["PYTHONPATH"] = str(ROOT)
    return subprocess.call([str(program), *(str(one) for one in arguments)], cwd=cwd, env=environment)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(1)
