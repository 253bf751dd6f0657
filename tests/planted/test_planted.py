"""The test of the tests: planted bugs are found. The whole table: ``python -m tests.planted``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planted.bugs import BUGS, Bug
from tests.planted.run import ROOT, found_by

QUICK = ("a setting lifts the hard limit", "one reading is proof", "a composer for another id is let through")


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_what_a_bug_replaces_still_stands_there_once_and_its_tests_exist(bug: Bug) -> None:
    text = (ROOT / "linkapp" / bug.file).read_text(encoding="utf-8")
    assert text.count(bug.before) == 1
    assert bug.before != bug.after
    for test in bug.tests:
        assert Path(ROOT, test.partition("::")[0]).is_file()


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug.name in QUICK], ids=lambda bug: bug.name)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    assert found_by(bug) is not None


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug.name not in QUICK], ids=lambda bug: bug.name)
def test_every_other_planted_bug_is_found(bug: Bug) -> None:
    assert found_by(bug) is not None
