"""The shipped French, German and Spanish texts say neither of the two forms of address: whoever reads them may be a
friend or a customer, and LinkApp cannot know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linkapp.domain.same_text import same_text
from linkapp.system import template_files
from linkapp.system.folders import resources

FORMS = {
    "fr": r"tu|te|t['’]|toi|ton|ta|tes|tien\w*|vous|votre|vos|vôtre\w*|\w+-(toi|vous)|\w{2,}ez",
    "de": r"du|dir|dich|dein\w*|sie|ihnen|ihr|ihre[mnrs]?|euch|euer|eure\w*|lass|genieß\w*|\w+ (du|sie)",
    "es": r"tú|tu|tus|te|ti|contigo|tuy\w+|usted\w*|su|sus|suy\w+|vosotr\w+|vuestr\w+|le|les|os|disfruta|pasa|recibe|reciba",
}
LOADED = template_files.load(resources() / "templates", Path("none"), "birthday")
ALL = [(language, text) for language in FORMS for sets in (LOADED.on_time, LOADED.late) for text in sets[language]]


@pytest.mark.parametrize(("language", "template"), ALL)
def test_nobody_is_addressed_in_one_of_two_forms(language: str, template: object) -> None:
    text = template.text  # type: ignore[attr-defined]
    assert re.findall(rf"(?<![\w{{])({FORMS[language]})(?!\w)", text.casefold()) == []


@pytest.mark.parametrize("language", FORMS)
def test_a_set_is_as_large_as_the_english_one_and_each_text_another(language: str) -> None:
    for sets in (LOADED.on_time, LOADED.late):
        assert len(sets[language]) == len(sets["en"])
        texts = [one.text for one in sets[language]]
        assert not any(same_text(one, other) for at, one in enumerate(texts) for other in texts[:at])
