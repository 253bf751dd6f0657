"""Templates: what they become, where their mistakes are, and which text a person gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.message import LONGEST, Fault, Template, Use, check, choose, texts
from linkapp.system.folders import resources
from linkapp.system.template_files import BadTemplates, load

NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "name", "made"),
    [
        ("Hi {first_name}!", "Ada", ("Hi Ada!",)),
        ("Hi {first_name|there}!", None, ("Hi there!",)),
        ("Hi {first_name|there}!", "Ada", ("Hi Ada!",)),
        ("Hi {first_name}!", None, ()),
        ("[Hi|Hello] {first_name}", "Ada", ("Hi Ada", "Hello Ada")),
        ("a {{:}} [[c]]", None, ("a {:} [c]",)),
        ("two\nlines {first_name} 🎂", "Ada", ("two\nlines Ada 🎂",)),
    ],
)
def test_a_template_becomes_these_texts(template: str, name: str | None, made: tuple[str, ...]) -> None:
    assert texts(template, {"first_name": name}) == made


@pytest.mark.parametrize(
    ("template", "faults"),
    [
        ("Hi {first_nam}", (("unknown_field", 3, 14),)),
        ("Hi {first_name", (("not_closed", 3, 4),)),
        ("Hi }", (("not_opened", 3, 4),)),
        ("[one]", (("one_alternative", 0, 5),)),
        ("{first_name|}", (("empty_fallback", 0, 13),)),
        ("  ", (("empty", 0, 2),)),
        ("x" * (LONGEST + 3), (("too_long", LONGEST, LONGEST + 3),)),
        ("[a {first_name}|b]", (("not_closed", 0, 1), ("not_opened", 17, 18))),
        ("fine {first_name}", ()),
    ],
)
def test_a_mistake_is_marked_at_its_place(template: str, faults: tuple[tuple[str, int, int], ...]) -> None:
    assert check(template) == tuple(Fault(code=code, start=start, end=end) for code, start, end in faults)


def test_a_template_with_mistakes_makes_no_text() -> None:
    with pytest.raises(ValueError, match="mistakes"):
        texts("{nope}", {})


@given(st.text(max_size=60))
def test_the_checker_and_the_maker_agree_on_every_text(template: str) -> None:
    if check(template):
        return
    made = texts(template, {"first_name": "Ada"})
    assert made
    assert len(set(made)) == len(made)


TEMPLATES = [Template(key="a", text="One {first_name}"), Template(key="b", text="[Two|Zwei] {first_name}")]


def chosen(*past: tuple[str, str, int], **more: object) -> tuple[str, str] | None:
    uses = [Use(text=text, template=key, at=NOW - timedelta(days=days)) for text, key, days in past]
    return choose(TEMPLATES, {"first_name": "Ada"}, uses, NOW, **more)  # type: ignore[arg-type]


def test_the_template_least_recently_used_for_the_person_comes_first() -> None:
    assert chosen(("One Ada", "a", 800), ("Two Ada", "b", 1200)) == ("Two Ada", "b")
    assert chosen(("Two Ada", "b", 800)) == ("One Ada", "a")


def test_the_same_text_never_goes_to_a_person_again_within_two_years() -> None:
    assert chosen(("One Ada", "a", 300)) == ("Two Ada", "b")
    assert chosen(("One Ada", "a", 300), ("Two Ada", "b", 400)) == ("Zwei Ada", "b")
    assert chosen(("One Ada", "a", 300), ("Two Ada", "b", 400), ("Zwei  Ada", "b", 500)) is None
    assert chosen(("One Ada", "a", 731), ("Two Ada", "b", 400), ("Zwei Ada", "b", 500)) == ("One Ada", "a")


def test_people_do_not_all_get_the_same_text_and_another_text_is_another() -> None:
    firsts = {chosen(seed=seed) for seed in range(8)}
    assert len(firsts) > 1
    assert chosen(not_these=("One Ada",)) == ("Two Ada", "b")
    assert choose([], {}, [], NOW) is None
    assert choose(TEMPLATES, {"first_name": None}, [], NOW) is None


def test_the_shipped_sets_are_good_in_all_languages(tmp_path: Path) -> None:
    sets = load(resources() / "templates", tmp_path, "birthday")
    on_time, late = sets.on_time, sets.late
    assert not sets.notices
    assert set(on_time) == set(late) == {"en", "fr", "de", "es"}
    for language, belated in (("en", ("late", "missed", "after")), ("fr", ("retard", "tard", "passé", "coup"))):
        assert len(on_time[language]) >= 6
        assert len(late[language]) >= 6
        for template in late[language]:
            assert any(word in template.text for word in belated), template.text
        for template in on_time[language]:
            assert not any(word in template.text for word in ("late", "retard")), template.text


def test_a_persons_own_templates_replace_the_set_and_count_once(tmp_path: Path) -> None:
    (tmp_path / "birthday.en.toml").write_text(
        'on_time = ["Hi {first_name}", "Hi {first_name}"]\nlate = ["Late {first_name}"]'
    )
    on_time = load(resources() / "templates", tmp_path, "birthday").on_time
    assert [one.text for one in on_time["en"]] == ["Hi {first_name}"]
    assert "fr" in on_time


@pytest.mark.parametrize(
    "content", ["on_time = [", 'on_time = ["{x}"]\nlate = []', "on_time = []\nlate = []", 'late = ["a"]', "\xff"]
)
def test_a_bad_template_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "birthday.en.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(BadTemplates) as problem:
        load(tmp_path, tmp_path / "own", "birthday")
    assert "\n" not in str(problem.value).strip().splitlines()[0]
