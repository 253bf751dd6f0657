"""Every sentence that LinkApp can say about a problem, in English and French, on one page.

python -m tests.sentences [FILE]

Each one in three parts: what happened, what was not done, and what the person can do.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from linkapp.cli.words import LANGUAGES, CliWords
from linkapp.domain.problems import ENDS_RUN, NOT_NOW, Reason

ROOT = Path(__file__).resolve().parent.parent
STOPS = sorted(ENDS_RUN | NOT_NOW | {Reason.TOO_MANY_FAILURES, Reason.STOPPED_BY_PERSON})
_CODE_AT = {
    "UsageProblem": 1,
    "KnownError": 1,
    "BadExport": 1,
    "CannotStart": 1,
    "BadBackup": 1,
    "NotUndone": 1,
    "NotForgotten": 1,
    "BadField": 1,
    "BadLegacy": 1,
    "BadContactFile": 1,
    "ChangingFile": 1,
    "BadMapping": 1,
    "BadBook": 1,
    "NoOwner": 1,
}
"""Which argument of an error names its sentences."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One problem as it is told in one place."""

    group: str
    code: str
    happened: str
    not_done: str
    do: str


def sentences(language: str) -> list[Sentence]:
    """All of them in one language."""
    return [*_about_people(language), *_stops(language), *_bad(language), *_exports(language), *_signing_in(language),
            *_in_part(language)]  # fmt: skip


@lru_cache(maxsize=1)
def codes() -> dict[str, set[str]]:
    """What the program's own source raises as known errors: the codes, by the family of their sentences."""
    found: dict[str, set[str]] = {"bad": set(), "signin.export": set()}
    for path in sorted((ROOT / "linkapp").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name == "BadAddress" and isinstance(call.args[0], ast.Constant):
                found["bad"].add(f"address_{call.args[0].value}")
            elif name in _CODE_AT and len(call.args) > (at := _CODE_AT[name]):
                given = call.args[at]
                if isinstance(given, ast.Constant):
                    found["signin.export" if name == "BadExport" else "bad"].add(str(given.value))
            elif isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" and len(call.args) == 2:
                found["bad"] |= {one.value for one in ast.walk(call.args[1]) if _is_code(one)}
        if path.name == "parser.py":  # what is wrong with a line, chosen by what the parser says
            found["bad"] |= set(re.findall(r'"(line_[a-z]+)"', path.read_text(encoding="utf-8")))
        if path.name == "config.py":  # the causes of an unusable database, chosen by what the database says
            found["bad"] |= set(re.findall(r'"(database_[a-z]+)"', path.read_text(encoding="utf-8")))
    return found


def page() -> str:
    """The page, as Markdown."""
    lines = ["# What LinkApp says about problems", "", "What happened, what was not done, and what the person can do."]
    for language in LANGUAGES:
        told = sentences(language)
        lines += ["", f"## {'English' if language == 'en' else 'Français'}"]
        for group in dict.fromkeys(one.group for one in told):
            lines += [
                "",
                f"### {group}",
                "",
                "| code | what happened | not done | to do |",
                "| --- | --- | --- | --- |",
            ]
            lines += [
                "| "
                + " | ".join(part.replace("|", "\\|") for part in (one.code, one.happened, one.not_done, one.do))
                + " |"
                for one in told
                if one.group == group
            ]
    return "\n".join(lines) + "\n"


def _is_code(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.isidentifier()
        and node.value[-1] != "_"
    )


def _about_people(language: str) -> Iterator[Sentence]:
    words = CliWords(language)
    for reason in Reason:
        phrase = words.reason(reason)
        for place in ("window", "command line"):
            window = f"do.{reason}" if words.has(f"do.{reason}") else f"stop.{reason}.do"
            do = words.do(reason) if place == "command line" else words(window)
            yield Sentence(
                group=f"about a person, {place}", code=reason, happened=phrase, not_done=words.not_done(reason), do=do
            )


def _stops(language: str) -> Iterator[Sentence]:
    words = CliWords(language)
    for reason in STOPS:
        key = f"stop.{reason}"
        happened = [words(one) for one in (f"{key}.title", f"{key}.what") if words.has(one)]
        yield Sentence(
            group="the end of a run", code=reason, happened=". ".join(happened) or words.reason(reason),
            not_done=words("not_done.run"), do=words(f"{key}.do") if words.has(f"{key}.do") else words.do(reason),
        )  # fmt: skip


def _bad(language: str) -> Iterator[Sentence]:
    words = CliWords(language)
    for code in sorted(codes()["bad"]):
        not_done = f"bad.{code}.not_done" if words.has(f"bad.{code}.not_done") else "bad.not_done"
        yield Sentence(
            group="what cannot be used", code=code, happened=words(f"bad.{code}"), not_done=words(not_done),
            do=words(f"bad.{code}.do"),
        )  # fmt: skip
    for key in ("cli.bug", "cli.ended", "cli.unwritten"):
        happened, _, rest = re.sub(r"\s*[;.]\s*", "\n", words(key), count=1).partition("\n")
        yield Sentence(group="of the command line itself", code=key, happened=happened, not_done=rest, do=rest)


def _exports(language: str) -> Iterator[Sentence]:
    words = CliWords(language)
    for code in sorted(codes()["signin.export"]):
        yield Sentence(
            group="an export of cookies", code=code, happened=words(f"signin.export.{code}"),
            not_done=words("signin.export.not_done"), do=words("signin.export.do"),
        )  # fmt: skip


def _signing_in(language: str) -> Iterator[Sentence]:
    words = CliWords(language)
    for reason in Reason:
        for kind in ("shows", "ended"):
            key = f"signin.{kind}.{reason}"
            if words.has(f"{key}.title"):
                yield Sentence(
                    group=f"signing in: the window {kind}", code=reason, happened=words(f"{key}.title"),
                    not_done=words("signin.not_done"), do=words(f"{key}.do"),
                )  # fmt: skip


def _in_part(language: str) -> Iterator[Sentence]:
    words = CliWords(language)
    for code in ("not_in_time", "more_left", "still_loading", "not_answered", "load_failed", "frame_missing",
                 "count_not_reached", "gone"):  # fmt: skip
        yield Sentence(
            group="a list that was read in part", code=code, happened=words(f"partial.{code}"),
            not_done=words("partial.text"), do=words("partial.do"),
        )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.buffer.write(page().encode("utf-8"))
