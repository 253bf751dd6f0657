"""``linkapp sign-in [--import FILE]`` and ``linkapp sign-out``."""

from __future__ import annotations

from linkapp.cli.documents import iso, problem_document
from linkapp.cli.exits import Exit, exit_of_problem
from linkapp.cli.output import note, print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.usage import UsageProblem
from linkapp.cli.words import CliWords
from linkapp.domain.hand_edited import NotUtf8, text_of
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import LONGEST_EXPORT, SignedIn
from linkapp.services.application import Application
from linkapp.services.sign_in import SigningOut
from linkapp.system.export_file import NoOrdinaryFile, read_whole


async def sign_in(app: Application, options: Options) -> int:
    """``sign-in [--import FILE]``. Raises ``UsageProblem`` for a file that is no usable export."""
    signing_in = app.sign_in
    assert signing_in is not None
    if options.import_file is not None:
        outcome = await signing_in.by_import(_export(options.import_file))
    else:
        for point in ("window", "keep", "google"):
            note(options.words(f"signin.before.{point}"))
        outcome = await signing_in.by_hand(lambda problem: _say_what_is_awaited(problem, options.words))
    signed_in = isinstance(outcome, SignedIn)
    if options.as_json:
        print_json(
            {
                "signed_in": signed_in,
                "kept": isinstance(outcome, SignedIn) and outcome.kept,
                "expires": iso(outcome.expires) if isinstance(outcome, SignedIn) else None,
                "problem": None if isinstance(outcome, SignedIn) else problem_document(outcome),
            }
        )
    elif isinstance(outcome, SignedIn):
        words = options.words
        if not outcome.kept:
            say(words("cli.signed_in.unkept"))
        elif outcome.expires:
            say(words("cli.signed_in.until", day=f"{outcome.expires:%Y-%m-%d}"))
        else:
            say(words("cli.signed_in"))
        if options.import_file is not None:
            say(words("cli.delete_export", file=options.import_file))
    else:
        say(options.words("cli.not_signed_in", why=options.words.stop(outcome)))
    if isinstance(outcome, Problem) and outcome.reason is Reason.STOPPED_BY_PERSON:
        return Exit.NEEDS_PERSON
    return exit_of_problem(None if isinstance(outcome, SignedIn) else outcome)


async def sign_out(signing_out: SigningOut, options: Options) -> int:
    """``sign-out``: the session is gone whatever the keyring says."""
    problem = await signing_out.out()
    if options.as_json:
        print_json({"signed_out": problem is None, "problem": problem_document(problem)})
    elif problem is None:
        say(options.words("cli.signed_out"))
    else:
        say(options.words("cli.signed_out.but", why=options.words.stop(problem)))
    return exit_of_problem(problem)


def _export(name: str) -> str:
    """The text of an export. Raises ``UsageProblem``."""
    try:
        return text_of(read_whole(name, LONGEST_EXPORT + 1))
    except NoOrdinaryFile as error:
        sentence = f"{name} cannot be read: {error}; nothing was imported."
        raise UsageProblem(sentence, "file_pipe", file=name) from None
    except OSError as error:
        sentence = f"The file {name} cannot be read: {error.strerror}."
        raise UsageProblem(sentence, "file_unreadable", file=name, detail=error.strerror) from None
    except NotUtf8 as error:
        sentence = f"The file {name} cannot be read: {error}; nothing was imported."
        raise UsageProblem(sentence, "file_no_text", file=name, detail=error) from None
    except ValueError as error:  # a name that no file can have
        raise UsageProblem(
            f"The file {name} cannot be read: {error}.", "file_unreadable", file=name, detail=error
        ) from None


def _say_what_is_awaited(problem: Problem, words: CliWords) -> None:
    if words.has(key := f"cli.waits.{problem.reason}"):
        note(words(key, detail=problem.detail))
