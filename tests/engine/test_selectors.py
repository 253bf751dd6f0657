"""The selector pack: the shipped one, the person's own in its place, and files that are none."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkapp.domain.moment import Occasion
from linkapp.engine.selectors import HOLDING_BACK, LARGEST, WORD_LISTS, BadPack, load
from linkapp.system.folders import resources

SHIPPED = resources() / "selectors" / "site.toml"
TEXT = SHIPPED.read_text(encoding="utf-8")


def own(folder: Path, text: str | bytes) -> Path:
    path = folder / "site.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_shipped_pack_is_whole() -> None:
    loaded = load(SHIPPED)
    assert (loaded.own, loaded.notice) == (False, "")
    assert loaded.pack.catch_up[Occasion.BIRTHDAY] == "/mynetwork/catch-up/birthday/"


def test_an_own_file_replaces_the_keys_that_it_has_and_no_others(tmp_path: Path) -> None:
    text = '[pages]\ncatch_up_birthday = "/mynetwork/birthdays/"\n[words]\nsend_words = ["Dispatch"]\n'
    loaded = load(SHIPPED, own(tmp_path, text))
    assert (loaded.own, loaded.notice) == (True, "")
    assert loaded.pack.catch_up[Occasion.BIRTHDAY] == "/mynetwork/birthdays/"
    assert loaded.pack.words["send_words"] == ["Dispatch"]
    assert loaded.pack.words["more_words"] == load(SHIPPED).pack.words["more_words"]


@pytest.mark.parametrize("name", sorted(HOLDING_BACK))
def test_an_own_file_takes_nothing_away_of_what_holds_linkapp_back(name: str, tmp_path: Path) -> None:
    part = "words" if name in WORD_LISTS else "stops"
    loaded = load(SHIPPED, own(tmp_path, f'[{part}]\n{name} = ["/own"]\n'))
    shipped = load(SHIPPED).pack
    before, now = (
        pack.words[name] if part == "words" else list(getattr(pack, name)) for pack in (shipped, loaded.pack)
    )
    assert now == [*before, "/own"]


def test_an_own_selector_is_asked_before_the_shipped_ones_and_none_of_those_goes(tmp_path: Path) -> None:
    loaded = load(SHIPPED, own(tmp_path, '[selectors]\ncard = ["x-tile", "tr"]\n'))
    shipped = load(SHIPPED).pack.selectors["card"]
    assert loaded.pack.selectors["card"] == ["x-tile", "tr", *(form for form in shipped if form != "tr")]
    assert loaded.pack.selectors["list"] == load(SHIPPED).pack.selectors["list"]


def test_an_own_file_of_an_earlier_form_is_read(tmp_path: Path) -> None:
    assert load(SHIPPED, own(tmp_path, 'version = 1\n[words]\nsend_words = ["Dispatch"]\n')).own


def test_without_an_own_file_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert load(SHIPPED, tmp_path / "site.toml") == load(SHIPPED)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"\xff\xfe", "cannot be used"),
        ("version = ", "cannot be used"),
        ("version = 99", "is for version 99"),
        ("[pages]\ncatch_up_birthday = 5", "cannot be used"),
        ('[pages]\ncatch_up_birthday = "https://elsewhere.example/"', "is no path of the site"),
        ('[pages]\ncatch_up_birthday = "//elsewhere.example/"', "is no path of the site"),
        ('[pages]\ncatch_up_birthday = "@elsewhere.example/"', "is no path of the site"),
        ('[pages]\nsomething = "/x/"', "cannot be used"),
        ("pages = 5", "pages is no table"),
        ("[words]\nsend_words = []", "lacks words for send_words"),
        ('[words]\nsend_words = [" "]', "empty or overlong"),
        ('[words]\nsend_words = ["' + "x" * 121 + '"]', "empty or overlong"),
        ('[words]\nother_words = ["x"]', "words that are not known: 'other_words'"),
        ("[stops]\nlimit_words = 5", "cannot be used"),
        ('[stops]\nsigned_out = ["login"]', "is no path of the site"),
        ('[selectors]\neditor = ["textarea"]', "is for no own pack"),
        ('[selectors]\nsomething = ["li"]', "selectors that are not known: 'something'"),
        ("[selectors]\ncard = 5", "card is no list of selectors"),
        ("[selectors]\ncard = [5]", "card is no list of selectors"),
        ('[selectors]\ncard = [".tile"]', "cannot be recognised by '.tile'"),
        ("[selectors]\ncard = [" + ", ".join(f'"x-{n}"' for n in range(30)) + "]", "more than 20"),
        ("selectors = 5", "selectors is no table"),
        ("[more]\nx = 1", "a part that is not known: 'more'"),
        ("#" * (LARGEST + 1), "larger than 256 kB"),
        ("a = " + "[" * 3000, "cannot be used"),
        ("version = " + "1" * 5000, "cannot be used"),
        ("version = '" + "1" * 5000 + "'", "is for version"),
        ("x" * 5000 + " = 1", "a part that is not known"),
    ],
)
def test_a_bad_own_file_is_one_sentence_and_the_shipped_pack_goes_on(
    text: str | bytes, says: str, tmp_path: Path
) -> None:
    loaded = load(SHIPPED, own(tmp_path, text))
    assert loaded.pack == load(SHIPPED).pack
    assert not loaded.own
    assert says in loaded.notice
    assert "\n" not in loaded.notice
    assert len(loaded.notice) < 320
    assert loaded.notice.endswith("LinkApp's own pack is used.")


def test_a_folder_in_its_place_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "site.toml").mkdir()
    assert "cannot be used" in load(SHIPPED, tmp_path / "site.toml").notice


def test_a_bad_shipped_pack_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match="cannot be used"):
        load(own(tmp_path, "version = 2"))


_KEYS = (
    "version",
    "pages",
    "stops",
    "words",
    "selectors",
    "card",
    "catch_up_birthday",
    "signed_out",
    "send_words",
    "x",
)
_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.text(max_size=8), st.floats(allow_nan=False)).map(repr)
    | st.just('"/x/"'),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
    max_leaves=4,
)
_DOCUMENTS = st.lists(st.tuples(st.sampled_from(_KEYS), _VALUES), max_size=5).map(
    lambda lines: "\n".join(f"{key} = {value}" for key, value in lines)
)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    """The shipped file with a piece cut out, doubled, or replaced."""
    raw = TEXT.encode()
    start = draw(st.integers(0, len(raw) - 1))
    end = draw(st.integers(start, min(len(raw), start + 400)))
    return raw[:start] + draw(st.one_of(st.just(b""), st.just(raw[start:end] * 2), st.binary(max_size=6))) + raw[end:]


@settings(max_examples=300)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode), _DOCUMENTS.map(str.encode), _mutated())
)
def test_whatever_an_own_file_holds_there_is_a_pack_and_at_most_one_sentence(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        loaded = load(SHIPPED, own(Path(name), content))
    assert "\n" not in loaded.notice
    assert bool(loaded.notice) != loaded.own
    if loaded.notice:
        assert loaded.pack == load(SHIPPED).pack
    assert all(path.startswith("/") and not path.startswith("//") for path in loaded.pack.catch_up.values())
