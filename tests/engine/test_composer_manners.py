"""Manners at a composer: what is somebody's stays, what contradicts refuses, and a conversation says who wrote what."""

from __future__ import annotations

import pytest

from linkapp.domain.act import NotSent, Outcome, Unsure
from linkapp.domain.greeting import Ready
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.answers import HeardAnswers
from linkapp.engine.pages import composer
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.messages import messages_of
from tests.engine.conftest import Show

ANN = Person(name="Ann Bee", member="ACoAAannbee1", profile="ann-bee")
TEXT = "Happy birthday, Ann, and many more!"
LINK = "<h2><a href='/in/ann-bee/'>Ann Bee</a></h2>"


def bubble(
    head: str = LINK,
    held: str = "",
    close: str = "<button aria-label='Close'>x</button>",
    more: str = "",
    send: str = "<button type='button' id='send'>Send</button>",
    role: str = "role='dialog' aria-label='Messaging'",
) -> str:
    return (
        f"<div {role} class='bubble' style='position:fixed;bottom:0;right:0;width:300px;background:#fff'>"
        f"<header>{head}{close}</header>{more}"
        f"<div contenteditable='true' role='textbox' aria-label='Write a message' style='min-height:40px'>{held}</div>"
        f"{send}</div>"
    )


def refused(answer: Ready | NotSent | Outcome) -> tuple[Reason, str]:
    assert isinstance(answer, NotSent | Unsure), answer
    return answer.problem.reason, answer.problem.detail


async def held(tab: Composers) -> list[str]:
    return [await box.inner_text() for box in await tab.page.query_selector_all("[contenteditable], textarea")]


# ---- what is the person's own ----


@pytest.mark.parametrize("note", ["Dear Ann, about the contract", "Happy birthday, Ann! See you at eight?", "x"])
async def test_a_draft_that_may_be_the_persons_stays_as_it_is(show: Show, note: str) -> None:
    tab = await show(bubble(held=note))
    assert refused(await tab.write(ANN, TEXT))[0] is Reason.DRAFT_IN_THE_WAY
    assert not await tab.leave()
    assert await held(tab) == [note]


@pytest.mark.parametrize(
    "draft", ["Wishing you a very happy birthday!", "Happy birthday, Ann!", TEXT, "Félicitations Ann"]
)
async def test_the_sites_own_words_and_ours_are_replaced(show: Show, draft: str) -> None:
    tab = await show(bubble(held=draft))
    assert isinstance(await tab.write(ANN, TEXT, ["Félicitations"]), Ready)
    assert await held(tab) == [TEXT]
    await tab.leave()
    assert [text.strip() for text in await held(tab)] == [""]


async def test_a_note_to_somebody_else_is_neither_emptied_nor_closed(show: Show) -> None:
    other = bubble(head="<h2><a href='/in/cleo-dee/'>Cleo Dee</a></h2>", held="Dear Cleo, I meant")
    tab = await show(other)
    problem = await tab.put_aside()
    assert problem is not None
    assert (problem.reason, problem.detail) == (Reason.NOTE_IN_THE_WAY, "Cleo Dee")
    assert not await tab.leave()
    assert await held(tab) == ["Dear Cleo, I meant"]


@pytest.mark.parametrize(
    "control",
    [
        "<button aria-label='Minimize' onclick='fold(this)'>_</button>",
        "<button aria-label='Réduire la conversation' onclick='fold(this)'></button>",
        "<button aria-expanded='true' onclick='fold(this)'>v</button>",
    ],
)
async def test_a_note_to_somebody_else_is_minimised_and_keeps_its_words(show: Show, control: str) -> None:
    script = "<script>fold = (b) => { b.closest('.bubble').querySelector('[contenteditable]').style.display = 'none'; }</script>"
    tab = await show(bubble(head="<h2><a href='/in/cleo-dee/'>Cleo Dee</a></h2>" + control, held="Dear Cleo") + script)
    assert await tab.put_aside() is None
    assert await tab.page.locator(".bubble").count() == 1
    assert await tab.page.locator("[contenteditable]").text_content() == "Dear Cleo"


async def test_after_writing_a_composer_of_somebody_else_is_left_alone(show: Show) -> None:
    tab = await show(bubble())
    assert isinstance(await tab.write(ANN, TEXT), Ready)
    await tab.page.evaluate("document.querySelector('h2').innerHTML = '<a href=/in/cleo-dee/>Cleo Dee</a>'")
    assert not await tab.leave()
    assert await held(tab) == [TEXT]


# ---- closing ----


@pytest.mark.parametrize(
    "close",
    [
        "<button onclick='this.closest(`.bubble`).remove()'>×</button>",
        "<button onclick='this.closest(`.bubble`).remove()'><svg width=12 height=12></svg><span style='position:absolute;left:-999px'>Close your conversation</span></button>",
        "<button title='Fermer' onclick='this.closest(`.bubble`).remove()'><i style='display:inline-block;width:9px;height:9px'></i></button>",
        "<div role='button' tabindex='0' onclick='this.closest(`.bubble`).remove()'><img alt='Schließen' width=9 height=9></div>",
    ],
    ids=["a glyph", "hidden text", "a title", "a picture"],
)
@pytest.mark.parametrize("role", ["role='dialog' aria-label='Messaging'", ""], ids=["dialog", "no role"])
async def test_our_composer_is_closed_whatever_its_close_control_is_called(show: Show, close: str, role: str) -> None:
    tab = await show(bubble(close=close, role=role))
    assert isinstance(await tab.write(ANN, TEXT), Ready)
    assert await tab.leave()
    assert await tab.page.locator(".bubble").count() == 0


# ---- the watch over the click ----


async def test_after_a_refusal_the_persons_clicks_are_their_own(show: Show) -> None:
    tab = await show(bubble() + "<button id='mine' onclick='this.dataset.clicked=1'>Mine</button>")
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)

    async def refuse() -> None:
        raise RuntimeError("the ledger says no")

    with pytest.raises(RuntimeError):
        await tab.press(ready.recipient, TEXT, refuse)
    await tab.page.evaluate("document.querySelector('[contenteditable]').textContent = 'something else'")
    await tab.page.click("#mine", timeout=2000)
    assert await tab.page.get_attribute("#mine", "data-clicked") == "1"


SWINGS = "@keyframes m { from { margin-left: 0 } to { margin-left: 80px } }"
FRAMED = "<iframe style='width:600px;height:400px;border:0' srcdoc=\"<body>{}</body>\"></iframe>"


@pytest.mark.parametrize(
    "page",
    [
        bubble() + f"<style>{SWINGS} #send {{ animation: m .2s infinite alternate }}</style>",
        bubble() + f"<style>{SWINGS} #send {{ animation: m 2s steps(2) infinite }}</style>",
        bubble() + f"<style>{SWINGS} .bubble {{ animation: m 2s steps(2) infinite }}</style>",
        FRAMED.format(bubble()) + f"<style>{SWINGS} iframe {{ animation: m 2s steps(2) infinite }}</style>",
        bubble() + "<script>let n = 0; const move = () => { document.getElementById('send').style.marginLeft ="
        " `${n++ % 90}px`; requestAnimationFrame(move); }; move();</script>",
        bubble() + "<script>let n = 0; setInterval(() => { document.getElementById('send').style.marginLeft ="
        " `${n++ % 90}px`; }, 20);</script>",
    ],
    ids=["it swings", "it jumps", "what holds it jumps", "its frame jumps", "moved by a script", "moved by a clock"],
)  # fmt: skip
async def test_a_send_button_that_never_rests_is_told_before_anything_is_announced(
    show: Show, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "_RESTS_WITHIN_MS", 400)
    tab = await show(page)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)
    announced = []

    async def announce() -> None:
        announced.append(1)

    outcome = await tab.press(ready.recipient, TEXT, announce)
    assert isinstance(outcome, NotSent)
    assert (outcome.problem.reason, outcome.problem.detail) == (
        Reason.COVERED,
        "the Send button does not come to rest",
    )
    assert announced == []


async def test_a_covered_send_button_is_told_before_anything_is_announced(show: Show) -> None:
    cover = """<script>const one = document.getElementById('send').getBoundingClientRect(); const tip =
        document.createElement('i'); tip.style = `position:fixed;z-index:9;width:6px;height:6px;
        left:${one.left + one.width / 2 - 3}px;top:${one.top + one.height / 2 - 3}px`; document.body.append(tip);</script>"""
    tab = await show(bubble() + cover)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)
    announced = []

    async def announce() -> None:
        announced.append(1)

    outcome = await tab.press(ready.recipient, TEXT, announce)
    assert isinstance(outcome, NotSent)
    assert (outcome.problem.reason, outcome.problem.detail) == (Reason.COVERED, "something lies over it")
    assert announced == []


async def test_a_send_button_that_moves_after_it_rested_is_told_before_anything_is_announced(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = await show(bubble())
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)
    to_press = tab._to_press

    async def and_then_it_moves(person: Person, text: str) -> object:
        pressed = await to_press(person, text)
        await tab.page.evaluate("document.getElementById('send').style.marginLeft = '40px'")
        return pressed

    monkeypatch.setattr(tab, "_to_press", and_then_it_moves)
    announced = []

    async def announce() -> None:
        announced.append(1)

    outcome = await tab.press(ready.recipient, TEXT, announce)
    assert isinstance(outcome, NotSent)
    assert outcome.problem.reason is Reason.COVERED
    assert announced == []


@pytest.mark.parametrize(
    "style",
    [
        "",
        "@keyframes c { to { color: red; opacity: .5; box-shadow: 0 0 9px red } } #send { animation: c .3s infinite }",
    ],
    ids=["plain", "it glows"],
)
async def test_a_send_button_at_rest_is_not_touched_before_the_announcement(
    show: Show, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "PROOF_WITHIN_S", 0.2)
    heard = """<script>window.heard = []; for (const kind of ['mousemove', 'mousedown', 'mouseup', 'click'])
        addEventListener(kind, (event) => { if (event.target.id === 'send') window.heard.push(kind); }, true);</script>"""
    tab = await show(bubble() + heard + f"<style>{style}</style>")
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)
    before = []

    async def announce() -> None:
        before.extend(await tab.page.evaluate("window.heard.splice(0)"))

    await tab.press(ready.recipient, TEXT, announce)
    assert before == []
    assert "click" in await tab.page.evaluate("window.heard")


async def test_what_comes_to_lie_over_send_between_the_last_look_and_the_click_is_told_and_nothing_is_pressed(
    show: Show,
) -> None:
    script = "<script>document.getElementById('send').onclick = () => { window.sent = 1; }</script>"
    tab = await show(bubble() + script)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)

    async def announce() -> None:
        await tab.page.evaluate(
            """() => { const offer = document.createElement('div');
            offer.style = 'position:fixed;inset:0;background:#fff;z-index:99';
            offer.innerHTML = '<button onclick="window.accepted = 1" style="width:100%;height:100%">Try for free</button>';
            document.body.append(offer); }"""
        )

    outcome = await tab.press(ready.recipient, TEXT, announce)
    assert isinstance(outcome, Unsure), "after the announcement nothing is called not sent but by the conversation"
    assert outcome.problem.reason is Reason.PAGE_COVERED
    assert not tab.request_left
    assert await tab.page.evaluate("[window.sent, window.accepted].some(Boolean)") is False


@pytest.mark.parametrize("when", ["pointermove", "pointerover", "mousemove"])
async def test_what_comes_under_the_pointer_on_its_way_to_send_is_told_and_nothing_is_pressed(
    show: Show, when: str
) -> None:
    """Later than any look: the page lays it there itself, when the pointer arrives."""
    script = f"""<script>document.getElementById('send').onclick = () => {{ window.sent = 1; }};
      document.getElementById('send').addEventListener('{when}', () => {{ const offer = document.createElement('div');
      offer.style = 'position:fixed;inset:0;background:#fff;z-index:99';
      offer.innerHTML = '<button style="width:100%;height:100%">Try for free</button>';
      for (const kind of ['pointerdown', 'mousedown', 'mouseup', 'click']) offer.addEventListener(kind, () => {{ window.accepted = 1; }});
      document.body.append(offer); }}, {{ once: true }})</script>"""
    tab = await show(bubble() + script)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)

    async def announce() -> None:
        return None

    outcome = await tab.press(ready.recipient, TEXT, announce)
    assert isinstance(outcome, Unsure)
    assert outcome.problem.reason is Reason.PAGE_COVERED
    assert not tab.request_left
    assert await tab.page.evaluate("[window.sent, window.accepted].some(Boolean)") is False
    await tab.page.evaluate("document.querySelector('[style*=inset]').dataset.mine = 1")
    await tab.page.click("[data-mine] button", timeout=2000)
    assert await tab.page.evaluate("window.accepted") == 1, "what the person clicks from here on is theirs"


async def test_a_send_button_that_is_out_of_use_for_a_moment_is_waited_for(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some sites put it out of use while they store the draft."""
    monkeypatch.setattr(composer, "PROOF_WITHIN_S", 0.2)
    script = "<script>document.getElementById('send').onclick = () => { window.sent = 1; }</script>"
    tab = await show(bubble() + script)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)

    async def announce() -> None:
        await tab.page.evaluate(
            "const send = document.getElementById('send'); send.disabled = true;"
            " setTimeout(() => { send.disabled = false; }, 500)"
        )

    await tab.press(ready.recipient, TEXT, announce)
    assert await tab.page.evaluate("window.sent") == 1


async def test_a_page_that_sends_by_a_click_of_its_own_is_left_to_it(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "PROOF_WITHIN_S", 0.2)
    script = """<button id='real' style='display:none' onclick='window.sent = (window.sent || 0) + 1'></button>
      <script>document.getElementById('send').onclick = () => document.getElementById('real').click()</script>"""
    tab = await show(bubble() + script)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)

    async def announce() -> None:
        return None

    await tab.press(ready.recipient, TEXT, announce)
    assert await tab.page.evaluate("window.sent") == 1


async def test_what_comes_under_the_pointer_on_its_way_to_close_is_not_pressed(show: Show) -> None:
    close = "<button id='close' aria-label='Close' onclick='this.closest(`.bubble`).remove()'>x</button>"
    script = """<script>document.getElementById('close').addEventListener('pointermove', () => {
      const note = document.createElement('a'); note.href = '#seen'; note.textContent = 'Sent. Have a look';
      note.style = 'position:fixed;inset:0;background:#fff;z-index:99';
      for (const kind of ['pointerdown', 'mousedown', 'mouseup', 'click']) note.addEventListener(kind, () => { window.accepted = 1; });
      document.body.append(note); setTimeout(() => note.remove(), 700); }, { once: true })</script>"""
    tab = await show(bubble(close=close) + script)
    assert isinstance(await tab.write(ANN, TEXT), Ready)
    await tab.page.wait_for_timeout(200)  # longer than what closes it has to rest
    left = await tab.leave()
    assert await tab.page.evaluate("window.accepted") is None
    assert left == (await tab.page.locator(".bubble").count() == 0)


async def test_a_close_control_that_moves_under_the_press_minimises_nothing(show: Show) -> None:
    """A press that ends elsewhere than it began is a click on what holds both: the head, which minimises."""
    close = "<button id='close' aria-label='Close' onclick='this.closest(`.bubble`).remove()'>x</button>"
    script = """<script>const close = document.getElementById('close');
      document.querySelector('header').addEventListener('click', (event) => { if (event.target.id !== 'close') window.minimised = 1; });
      close.addEventListener('pointerdown', () => { close.style.marginRight = '90px'; close.style.float = 'right'; }, { once: true });</script>"""
    tab = await show(bubble(close=close) + script)
    assert isinstance(await tab.write(ANN, TEXT), Ready)
    assert await tab.leave()
    assert await tab.page.evaluate("window.minimised") is None
    assert await tab.page.locator(".bubble").count() == 0


async def test_a_second_chip_at_the_click_stops_it(show: Show) -> None:
    chips = "<button aria-label='Remove Ann Bee'>x</button>"
    script = """<script>document.getElementById('send').addEventListener('mouseenter', () => {
      const chip = document.createElement('button'); chip.setAttribute('aria-label', 'Remove Cleo Dee'); chip.textContent = 'x';
      document.querySelector('header').append(chip); }); document.getElementById('send').onclick = () => { window.sent = 1; }</script>"""
    tab = await show(bubble(head=LINK + chips) + script)
    ready = await tab.write(ANN, TEXT)
    assert isinstance(ready, Ready)

    async def announce() -> None:
        return None

    outcome = await tab.press(ready.recipient, TEXT, announce)
    assert isinstance(outcome, NotSent | Unsure)
    assert await tab.page.evaluate("window.sent") is None


# ---- which composers there are ----


@pytest.mark.parametrize(
    "beside",
    [
        "<div contenteditable role='textbox' aria-label='Add a comment' style='min-height:30px'></div><button>Send</button>",
        "<form><textarea placeholder='Écrire un commentaire'></textarea><button type='submit'>Post</button></form>",
        "<div style='position:fixed;left:-400px;top:10px;width:300px'><textarea aria-label='Message'></textarea><button>Send</button></div>",
        "<div style='position:fixed;top:2000px;left:0;width:300px'><textarea aria-label='Message'></textarea><button>Send</button></div>",
    ],
    ids=["comment box", "commentaire", "off to the left", "a bar below"],
)
async def test_what_nobody_writes_messages_in_is_no_composer(show: Show, beside: str) -> None:
    tab = await show(bubble() + beside)
    assert isinstance(await tab.write(ANN, TEXT), Ready)


async def test_an_editor_that_is_scrolled_out_of_sight_in_its_own_box_is_in_reach(show: Show) -> None:
    tall = bubble(more="<div style='height:2000px'></div>").replace(
        "width:300px", "width:300px;height:300px;overflow:auto"
    )
    tab = await show(tall)
    assert isinstance(await tab.write(ANN, TEXT), Ready)


# ---- evidence that contradicts ----


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (LINK + "<button aria-label='Remove Cleo Dee'>x</button>", Reason.WRONG_RECIPIENT),
        (LINK + "<span data-id='urn:li:fsd_profile:ACoAAcleodee'></span>", Reason.WRONG_RECIPIENT),
        (LINK + "<input role='combobox' aria-label='Type a name'>", Reason.RECIPIENT_NOT_PROVEN),
        ("<h2><a href='/in/tester-self/'>Tester Self</a></h2>", Reason.WRONG_RECIPIENT),
    ],
    ids=["chip of another", "id of another", "addressed to nobody", "oneself"],
)
async def test_evidence_against_the_person_outranks_their_link(show: Show, head: str, reason: Reason) -> None:
    tab = await show(bubble(head=head))
    tab.me = {"tester-self"}
    assert refused(await tab.write(ANN, TEXT))[0] is reason


@pytest.mark.parametrize(
    ("named", "ready"), [(["ACoAAannbee1"], True), (["ACoAAcleodee"], False), (["ACoAAannbee1", "ACoAAcleodee"], False)]
)
async def test_whom_the_sites_answer_names_has_to_be_the_person(show: Show, named: list[str], ready: bool) -> None:
    tab = await show(bubble())
    option = {"composeOptionType": "CONNECTION_MESSAGE", "recipients": [f"urn:li:fsd_profile:{one}" for one in named]}
    tab.traffic.answers.heard(option, "http://127.0.0.1:9/messaging/compose")
    answer = await tab.write(ANN, TEXT)
    assert isinstance(answer, Ready) is ready


async def test_oneself_is_never_written_to(show: Show) -> None:
    tab = await show(bubble())
    tab.me = {"ann-bee"}
    assert refused(await tab.write(ANN, TEXT)) == (Reason.WRONG_RECIPIENT, "that is oneself")


# ---- conversations that are none between two people ----


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ("<span>Sponsored</span>", "sponsored"),
        ("<input name='subject' placeholder='Subject'>", "inmail"),
        ("<p>InMail</p>", "inmail"),
        ("<div><button>Accept</button><button>Decline</button></div>", "request"),
    ],
)
async def test_a_conversation_that_is_none_between_two_is_refused(show: Show, more: str, kind: str) -> None:
    tab = await show(bubble(more=more))
    assert refused(await tab.write(ANN, TEXT)) == (Reason.NOT_DIRECT, kind)


@pytest.mark.parametrize(
    ("conversation", "kind"),
    [
        ({"groupChat": True}, "group"),
        ({"conversationParticipants": [1, 2, 3]}, "group"),
        ({"categories": ["INBOX", "INMAIL"]}, "inmail"),
        ({"categories": ["SPONSORED_INMAIL"]}, "inmail"),
        ({"category": "MESSAGE_REQUEST_PENDING"}, "request"),
        ({"conversationTypeText": {"text": "Sponsored"}}, "sponsored"),
        ({"groupChat": False, "categories": ["INBOX", "PRIMARY_INBOX"], "conversationParticipants": [1, 2]}, ""),
    ],
)
def test_what_the_sites_answer_says_of_a_conversation(conversation: dict[str, object], kind: str) -> None:
    answers = HeardAnswers()
    answers.asked("/messaging?conversationUrn=urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAmyself1,2-abc==)")
    of_it = {"entityUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAmyself1,2-abc==)", **conversation}
    other = {"entityUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAmyself1,2-xyz==)", "groupChat": True}
    answers.heard({"elements": [of_it, other]}, "/messaging/conversations")
    assert answers.kind == kind


# ---- Enter sends ----


ENTER = """<script>document.querySelector('[contenteditable]').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); window.sent = event.target.innerText; } });</script>"""


async def test_where_enter_sends_it_is_sent_by_enter(show: Show) -> None:
    tab = await show(bubble(send="<p>Press Enter to Send</p>") + ENTER)
    ready = await tab.write(ANN, "One line\nand another")
    assert isinstance(ready, Ready)

    async def announce() -> None:
        return None

    await tab.press(ready.recipient, "One line\nand another", announce)
    assert await tab.page.evaluate("window.sent") == "One line\nand another"


async def test_without_a_send_button_and_without_a_word_nothing_is_pressed(show: Show) -> None:
    tab = await show(bubble(send="") + ENTER)
    reason, detail = refused(await tab.write(ANN, TEXT))
    assert reason is Reason.NO_SEND_BUTTON
    assert "Enter" in detail
    assert await tab.page.evaluate("window.sent") is None


# ---- who wrote what ----


def said(*items: str) -> str:
    return (
        "<ul aria-label='Messages'>"
        + "".join(f"<li class='msg-s-message-list__event'>{item}</li>" for item in items)
        + "</ul>"
    )


def by(address: str, text: str, *, hour: str = "10:32", classes: str = "") -> str:
    return f"<div class='msg-s-event-listitem {classes}'><a href='/in/{address}/'>Name</a><time>{hour}</time><p>{text}</p></div>"


async def read(show: Show, body: str) -> list[tuple[str, bool | None]]:
    tab = await show(bubble(more=body))
    tab.me = {"tester-self"}
    answer = await tab.the_one(ANN)
    assert not isinstance(answer, Problem), answer
    return [(m.text, m.mine) for m in messages_of(answer[0].raw) if not m.heading]


async def test_a_side_is_never_told_by_the_absence_of_a_class(show: Show) -> None:
    bare = "<div class='msg-s-event-listitem'><p>Who wrote this?</p></div>"
    inbound = by("ann-bee", "From her", classes="msg-s-event-listitem--other")
    assert await read(show, said(bare)) == [("Who wrote this?", None)]
    assert await read(show, said(inbound, bare)) == [("From her", False), ("Who wrote this?", None)]


async def test_a_side_is_told_by_links_names_and_marks(show: Show) -> None:
    body = said(
        by("ann-bee", "From her"), by("tester-self", "From me"),
        "<div><span>Ann Bee</span><time>10:40</time><p>By name</p></div>",
        "<div><span>You</span><time>10:41</time><p>By word</p></div>",
    )  # fmt: skip
    assert [mine for _, mine in await read(show, body)] == [False, True, False, True]


async def test_a_short_message_without_sender_and_time_is_read(show: Show) -> None:
    body = said("<time>Today</time>" + by("tester-self", "Hello Ann"), "<p>Happy birthday!</p>")
    assert await read(show, body) == [("Hello Ann", True), ("Happy birthday!", True)]


async def test_a_marked_day_is_no_message(show: Show) -> None:
    body = said("<div role='separator'>Nov 24, 2025</div>", by("ann-bee", "Thanks"))
    tab = await show(bubble(more=body))
    answer = await tab.the_one(ANN)
    assert not isinstance(answer, Problem)
    first = messages_of(answer[0].raw)[0]
    assert (first.text, first.heading) == ("Nov 24, 2025", True)


def test_what_the_sites_answers_say_of_a_message_counts_before_the_page() -> None:
    answers = HeardAnswers()
    conversation = "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAmyself1,2-abc==)"
    answers.asked(f"/messaging/messages?conversationUrn={conversation}")
    message = {
        "entityUrn": "urn:li:msg_message:(urn:li:fsd_profile:ACoAAmyself1,2-m1==)",
        "conversation": {"entityUrn": conversation},
        "sender": {"hostIdentityUrn": "urn:li:fsd_profile:ACoAAannbee1"},
        "actor": {"hostIdentityUrn": "urn:li:fsd_profile:ACoAAmyself1"},
        "body": {"text": "Thank you!"},
        "deliveredAt": 1_783_000_000_000,
    }
    answers.heard({"elements": [message]}, "/messaging/messages")
    assert answers.owner == "ACoAAmyself1"

    def item(mine: bool | None) -> dict[str, object]:
        return {"text": "Thank you!", "parts": [], "mine": mine, "time": "", "head": [], "heading": False}

    for shown, wanted in ((None, False), (False, False), (True, None)):
        (made,) = messages_of({"messages": [item(shown)]}, answers.messages)
        assert made.mine is wanted
        assert made.at is not None


def test_messages_of_another_conversation_tell_nothing() -> None:
    answers = HeardAnswers()
    answers.asked(
        "/messaging/messages?conversationUrn=urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAmyself1,2-abc==)"
    )
    other = {
        "conversationUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAmyself1,2-xyz==)",
        "sender": {"hostIdentityUrn": "urn:li:fsd_profile:ACoAAmyself1"},
        "body": {"text": "Thank you!"},
    }
    answers.heard({"elements": [other]}, "/messaging/conversations")
    assert answers.messages == []


def test_words_that_people_write_never_tell_whose_mailbox_it_is() -> None:
    answers = HeardAnswers()
    trick = "urn:li:msg_message:(urn:li:fsd_profile:ACoAAstranger,2-m1==)"
    answers.heard({"sender": {"id": "ACoAAannbee1"}, "body": {"text": trick}}, "/messaging/messages")
    assert answers.owner == ""
