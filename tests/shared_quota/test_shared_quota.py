"""Two computers, one quota: never more than the caps together, never the same person twice, and in doubt nothing."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest
import redis

from linkapp.domain.act import Kind, NotSent, Sent, Slot, State, Unsure
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import Denied, SlotLostError, StoreError
from linkapp.services.shared_ledger import SharedLedger
from linkapp.system.shared_quota import FILE_NAME, BadAddress, RedisQuota, address_of
from tests.shared_quota.conftest import Computer
from tests.shared_quota.servers import KEEPING, Road, Server
from tests.storage.samples import DAY, HOUR, NOW, denial, greeting, limits, slot
from tests.storage.talking import python, together


async def sent(gates: SharedLedger, number: int, at=NOW, within=None) -> Slot:
    """A greeting that went out."""
    one = await slot(gates, number, at, within)
    await gates.announce(one, "hash", at)
    await gates.settle(one, Sent(proof="answer"), at)
    return one


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- the caps


async def test_fifty_tasks_at_once_get_exactly_the_cap(computer: Computer) -> None:
    gates = await computer()
    found = await asyncio.gather(*(gates.reserve(greeting(number), limits(day=20), NOW) for number in range(50)))
    assert sum(isinstance(one, Slot) for one in found) == 20
    assert {one.reason for one in found if isinstance(one, Denied)} == {Reason.CAP_DAY}


async def test_two_computers_share_every_window(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    for number in range(3):
        await sent(one, number, within=limits(day=5))
    for number in range(3, 5):
        await sent(two, number, within=limits(day=5))
    for gates in (one, two):
        assert (await denial(gates, 9, within=limits(day=5))).reason is Reason.CAP_DAY
        usage = await gates.usage(Kind.MESSAGE, limits(day=5).caps, limits().zone, NOW)
        assert (usage.left, usage.day) == (0, 5)
    tomorrow = NOW + DAY
    assert (await denial(one, 9, tomorrow, limits(day=5))).reason is Reason.CAP_DAY  # five seconds too early
    assert await slot(one, 9, tomorrow + timedelta(seconds=6), limits(day=5))
    assert (await denial(two, 10, tomorrow + HOUR, limits(day=9, week=6))).reason is Reason.CAP_WEEK


async def test_what_is_left_is_known_before_the_first_run(computer: Computer) -> None:
    one = await computer("one")
    await sent(one, 1)
    new = await computer("two", recovered=False)
    usage = await new.usage(Kind.MESSAGE, limits(day=5).caps, limits().zone, NOW)
    assert (usage.refusal, usage.day) == (None, 1)


async def test_a_place_that_was_given_back_is_free_on_the_other_computer(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    held = await slot(one, 1, within=limits(day=1))
    assert (await denial(two, 2, within=limits(day=1))).reason is Reason.CAP_DAY
    await one.settle(held, NotSent(problem=Problem(reason=Reason.NO_COMPOSER)), NOW)
    assert await slot(two, 2, within=limits(day=1))


async def test_a_clock_that_jumps_frees_nothing(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    await sent(one, 1, NOW + 3 * DAY, limits(day=1))
    assert (await denial(two, 2, NOW, limits(day=1))).reason is Reason.CAP_DAY
    assert (await denial(two, 2, NOW - 30 * DAY, limits(day=1))).reason is Reason.CAP_DAY


PROCESS = """
    import asyncio, pathlib, sys
    from linkapp.domain.act import Sent, Slot
    from linkapp.services.shared_ledger import SharedLedger
    from linkapp.storage import open_storage
    from linkapp.system.shared_quota import RedisQuota, address_of
    from tests.storage.samples import NOW, greeting, limits

    async def main(folder, url):
        storage = await open_storage(pathlib.Path(folder))
        quota = RedisQuota(address_of(url), pathlib.Path(folder))
        gates = SharedLedger(storage.ledger, quota)
        print("ready", flush=True)
        sys.stdin.readline()
        got = []
        for number in range(30):
            one = await gates.reserve(greeting(number), limits(day=20), NOW)
            if isinstance(one, Slot):
                await gates.announce(one, "hash", NOW)
                await gates.settle(one, Sent(proof="answer"), NOW)
                got.append(number)
        print(*got)
        await quota.close()
        await storage.close()

    asyncio.run(main(*sys.argv[1:]))
"""


async def test_five_processes_on_two_computers_get_the_cap_and_nobody_twice(
    computer: Computer, server: Server, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        await computer(name)
    folders = [str(tmp_path / name) for name in ("one", "two", "one", "two", "one")]
    said = together([python(PROCESS, folder, server.url) for folder in folders])
    told = [int(number) for one in said for number in one.split()]
    assert len(told) == 20
    assert len(set(told)) == 20


# ---- the person


async def test_a_person_is_greeted_by_one_computer_only(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    held = await slot(one, 1)
    assert (await denial(two, 1)).reason is Reason.CLAIMED_ELSEWHERE
    await one.announce(held, "hash", NOW)
    await one.settle(held, Unsure(problem=Problem(reason=Reason.NO_PROOF)), NOW)
    assert (await denial(two, 1)).reason is Reason.UNSURE_BEFORE
    await one.resolve(held.slot_id, State.SENT, NOW, "conversation")
    assert (await denial(two, 1)).reason is Reason.ALREADY_GREETED
    # The other computer's own ledger has nothing of it: it may ask for the next birthday.
    assert (await denial(two, greeting(1, year=2027), NOW + 179 * DAY)).reason is Reason.ALREADY_GREETED
    assert await slot(two, greeting(1, year=2027), NOW + 365 * DAY)


async def test_an_account_that_another_computer_began_with_is_known_there_by_its_first_name(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    await slot(one, greeting(1, account="id:ACoAAyou1"))
    assert (await denial(two, greeting(1, account="self"))).reason is Reason.CLAIMED_ELSEWHERE
    await slot(two, greeting(2, account="self"))
    assert (await denial(one, greeting(2, account="id:ACoAAyou1"))).reason is Reason.CLAIMED_ELSEWHERE


async def test_one_key_in_common_is_enough_to_know_a_person(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    both = Person(name="Ann", member="ACoAAann", profile="ann-bee")
    await slot(one, greeting(both))
    for other in (Person(name="Ann", member="ACoAAann"), Person(name="Ann B.", profile="ann-bee")):
        assert (await denial(two, greeting(other))).reason is Reason.CLAIMED_ELSEWHERE
    assert await slot(two, greeting(Person(name="Ann", profile="ann-bee-2")))


ANN = Person(name="Ann", member="ACoAAann", profile="ann-bee")
ANN_BY_ID, ANN_BY_ADDRESS = Person(name="Ann", member="ACoAAann"), Person(name="Ann", profile="ann-bee")


async def test_what_a_computer_knows_of_a_person_counts_whatever_its_page_showed(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    await computer.storages["one"].people.seen(ANN, NOW)
    await slot(one, greeting(ANN_BY_ID))
    assert (await denial(two, greeting(ANN_BY_ADDRESS))).reason is Reason.CLAIMED_ELSEWHERE


async def test_a_key_that_only_the_composer_proved_still_stops_the_click(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    first = await slot(one, greeting(ANN_BY_ID))
    await one.announce(first, "hash", NOW)
    await one.settle(first, Sent(proof="answer"), NOW)
    second = await slot(two, greeting(ANN_BY_ADDRESS), within=limits(day=2))
    await computer.storages["two"].people.seen(ANN, NOW)
    with pytest.raises(SlotLostError) as lost:
        await two.announce(second, "hash", NOW)
    assert lost.value.problem.reason is Reason.ALREADY_GREETED
    assert await slot(two, 7, within=limits(day=2))  # its place is free again, here and there


async def test_a_second_announcement_of_the_same_click_frees_nothing(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    held = await slot(one, 1, within=limits(day=1))
    await one.announce(held, "hash", NOW)
    with pytest.raises(SlotLostError):
        await one.announce(held, "hash", NOW)
    assert (await denial(two, 2, within=limits(day=1))).reason is Reason.CAP_DAY


async def test_a_greeting_proven_unsent_is_free_for_both_again(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    held = await slot(one, 1)
    await one.announce(held, "hash", NOW)
    await one.settle(held, Unsure(problem=Problem(reason=Reason.NO_PROOF)), NOW)
    await one.resolve(held.slot_id, State.UNSENT, NOW, "person")
    assert await slot(two, 1)
    assert (await denial(one, 1)).reason is Reason.CLAIMED_ELSEWHERE


async def test_the_server_learns_no_name_and_no_address(computer: Computer, server: Server) -> None:
    gates = await computer()
    await sent(gates, 1)
    files = [path.read_bytes() for path in server.folder.rglob("*") if path.is_file()]
    assert any(b"claims" in content for content in files)
    assert not any(b"person-1" in content.lower() or b"happy" in content.lower() for content in files)


# ---- a server that is away, slow, emptied or forgetful


async def test_while_the_server_is_down_nothing_is_granted_and_afterwards_all_counts(
    computer: Computer, server: Server
) -> None:
    one = await computer("one")
    open_then = await slot(one, 1, within=limits(day=2))
    server.kill()
    denied = await denial(one, 2, within=limits(day=2))
    assert denied.reason is Reason.SHARED_QUOTA
    with pytest.raises(StoreError) as raised:
        await one.announce(open_then, "hash", NOW)
    assert raised.value.problem.reason is Reason.SHARED_QUOTA
    usage = await one.usage(Kind.MESSAGE, limits().caps, limits().zone, NOW)
    assert usage.refusal is Reason.SHARED_QUOTA
    server.start()
    await one.announce(open_then, "hash", NOW)
    await one.settle(open_then, Sent(proof="answer"), NOW)
    assert await slot(one, 3, within=limits(day=2))
    assert (await denial(one, 4, within=limits(day=2))).reason is Reason.CAP_DAY


async def test_what_was_settled_while_the_server_was_down_is_put_right_at_the_next_start(
    computer: Computer, server: Server
) -> None:
    one, two = await computer("one"), await computer("two")
    held, freed = await slot(one, 1), await slot(one, 2)
    await one.announce(held, "hash", NOW)
    server.kill()
    await one.settle(held, Sent(proof="answer"), NOW)
    await one.settle(freed, State.RELEASED, NOW)
    server.start()
    # Until then both count as open: stricter, never looser.
    assert (await denial(two, 3, within=limits(day=2))).reason is Reason.CAP_DAY
    assert (await denial(two, 1)).reason is Reason.UNSURE_BEFORE
    again = await computer("one")
    assert (await denial(two, 1)).reason is Reason.ALREADY_GREETED
    assert await slot(two, 2, within=limits(day=2))
    assert (await denial(again, 4, within=limits(day=2))).reason is Reason.CAP_DAY


async def test_an_emptied_server_grants_nothing_until_every_computer_has_told_what_it_sent(
    computer: Computer, server: Server
) -> None:
    one, two = await computer("one"), await computer("two")
    for gates, number in ((one, 1), (one, 2), (two, 3)):
        await sent(gates, number, within=limits(day=4))
    await one.recover(NOW)  # both have been seen by each other
    server.empty()
    waiting = await denial(one, 9, within=limits(day=4))
    assert (waiting.reason, "1 more of your computers" in waiting.detail) == (Reason.SHARED_QUOTA, True)
    assert (await denial(one, 9, within=limits(day=4))).reason is Reason.SHARED_QUOTA
    assert await slot(two, 4, within=limits(day=4))
    assert (await denial(one, 9, within=limits(day=4))).reason is Reason.CAP_DAY
    assert (await denial(two, 1, within=limits(day=9))).reason is Reason.ALREADY_GREETED


async def test_a_computer_that_never_comes_back_holds_the_others_up_for_seven_days(
    computer: Computer, server: Server
) -> None:
    one, two = await computer("one"), await computer("two")
    await sent(one, 1)
    await sent(two, 2)
    await one.recover(NOW)
    server.empty()
    for days in (0, 3, 7):  # counted from the first time that somebody met the empty server
        assert (await denial(one, 3, NOW + days * DAY)).reason is Reason.SHARED_QUOTA
    assert await slot(one, 3, NOW + 7 * DAY + timedelta(minutes=1))


async def test_an_emptied_server_with_one_computer_goes_on_with_all_that_counts(
    computer: Computer, server: Server
) -> None:
    one = await computer("one")
    await sent(one, 1, within=limits(day=2))
    server.empty()
    assert await slot(one, 2, within=limits(day=2))
    assert (await denial(one, 3, within=limits(day=2))).reason is Reason.CAP_DAY


async def test_a_server_set_back_to_an_older_copy_counts_as_emptied(
    computer: Computer, server: Server, tmp_path: Path
) -> None:
    one, two = await computer("one"), await computer("two")
    await sent(one, 1, within=limits(day=9))
    await one.recover(NOW)
    server.kill()
    shutil.copytree(server.folder, tmp_path / "backup")
    server.start()
    await sent(two, 2, NOW + HOUR, limits(day=9))
    await sent(one, 3, NOW + 2 * HOUR, limits(day=9))
    await one.recover(NOW + 2 * HOUR)
    server.kill()
    shutil.rmtree(server.folder)
    shutil.copytree(tmp_path / "backup", server.folder)
    server.start()
    again = await computer("one")  # it wrote something newer than what it finds
    assert (await denial(again, 4, NOW + 3 * HOUR, limits(day=3))).reason is Reason.SHARED_QUOTA
    await two.recover(NOW + 3 * HOUR)
    assert (await denial(again, 4, NOW + 3 * HOUR, limits(day=3))).reason is Reason.CAP_DAY


async def test_a_place_given_back_or_proven_unused_is_no_sign_of_a_server_set_back(computer: Computer) -> None:
    one = await computer("one")
    await sent(one, 1)
    held, doubted = await slot(one, 2, NOW + HOUR), await slot(one, 3, NOW + HOUR)
    await one.settle(held, State.RELEASED, NOW + HOUR)
    await one.announce(doubted, "hash", NOW + HOUR)
    await one.settle(doubted, Unsure(problem=Problem(reason=Reason.NO_PROOF)), NOW + HOUR)
    await one.resolve(doubted.slot_id, State.UNSENT, NOW + HOUR, "person")
    before = await one._shared._client.get("linkapp:generation")
    again = await computer("one")
    await slot(again, 4, NOW + HOUR)
    assert await again._shared._client.get("linkapp:generation") == before


async def test_a_server_killed_after_it_granted_still_counts(computer: Computer, server: Server) -> None:
    one, two = await computer("one"), await computer("two")
    for number in range(5):
        await slot(one, number, within=limits(day=5))
    server.kill()
    server.start()
    assert (await denial(two, 9, within=limits(day=5))).reason is Reason.CAP_DAY


async def test_a_way_that_hangs_is_a_no_within_seconds(computer: Computer, server: Server) -> None:
    road = Road(server.port)
    await road.start()
    one = await computer("one", url=road.url)
    road.cut = True
    started = time.monotonic()
    denied = await denial(one, 1)
    road.cut = False
    await road.close()
    assert denied.reason is Reason.SHARED_QUOTA
    assert time.monotonic() - started < 20
    # What the server heard all the same counts until this computer puts it right.
    again = await computer("one")
    assert await slot(again, 1, within=limits(day=1))


async def test_an_answer_that_is_lost_is_asked_for_again_and_takes_one_place(
    computer: Computer, server: Server
) -> None:
    road = Road(server.port)
    await road.start()
    one, two = await computer("one", url=road.url), await computer("two")
    road.swallow = 1
    assert await slot(one, 1, within=limits(day=2))
    assert await slot(two, 2, within=limits(day=2))
    assert (await denial(two, 3, within=limits(day=2))).reason is Reason.CAP_DAY
    await road.close()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ((), "appendonly yes, appendfsync always"),
        (("--appendonly", "yes", "--appendfsync", "everysec"), "appendfsync always"),
        (("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "allkeys-lru"), "noeviction"),
        (("--rename-command", "CONFIG", ""), "CONFIG GET"),
    ],
)
async def test_a_server_that_would_forget_is_refused(
    tmp_path: Path, computer: Computer, settings: tuple[str, ...], says: str
) -> None:
    forgetful = Server(tmp_path / "forgetful", settings=settings)
    forgetful.start()
    try:
        one = await computer("one", url=forgetful.url, recovered=False)
        denied = await denial(one, 1)
        assert denied.reason is Reason.SHARED_QUOTA
        assert says in denied.detail
    finally:
        forgetful.kill()


async def test_a_password_that_cannot_be_had_or_is_wrong_is_asked_for_again(tmp_path: Path) -> None:
    locked = Server(tmp_path / "locked", settings=(*KEEPING, "--requirepass", "hunter22"))
    locked.start()
    answers: list[str | Problem] = ["hunter22", "old", Problem(reason=Reason.KEYRING_LOCKED)]

    async def from_the_keyring() -> str | Problem:
        return answers.pop()

    quota = RedisQuota(address_of(locked.url), tmp_path, password=from_the_keyring)
    try:
        refused = await quota.put_right([])
        assert refused is not None
        assert "keyring_locked" in refused.detail
        assert await quota.put_right([]) is not None
        assert await quota.put_right([]) is None
        assert answers == []
        assert await quota.state() is None
    finally:
        await quota.close()
        locked.kill()


async def test_an_empty_password_is_not_kept(tmp_path: Path) -> None:
    locked = Server(tmp_path / "locked", settings=(*KEEPING, "--requirepass", "hunter22"))
    locked.start()
    answers = ["hunter22", ""]

    async def from_the_keyring() -> str:
        return answers.pop()

    quota = RedisQuota(address_of(locked.url), tmp_path, password=from_the_keyring)
    try:
        assert await quota.put_right([]) is not None
        assert await quota.put_right([]) is None
    finally:
        await quota.close()
        locked.kill()


async def test_a_password_is_asked_for_and_a_wrong_one_grants_nothing(tmp_path: Path) -> None:
    locked = Server(tmp_path / "locked", settings=(*KEEPING, "--requirepass", "hunter22"))
    locked.start()
    try:
        for password, granted in (("hunter22", True), ("wrong", False)):

            async def known(word: str = password) -> str:
                return word

            quota = RedisQuota(address_of(locked.url), tmp_path, password=known)
            assert (await quota.put_right([]) is None) == granted
            await quota.close()
    finally:
        locked.kill()


# ---- this computer's own end


async def test_a_computer_that_dies_after_the_shared_claim_gives_its_place_back_at_the_next_start(
    computer: Computer,
) -> None:
    one, two = await computer("one"), await computer("two")
    await slot(one, 1, within=limits(day=1))  # and it dies here
    assert (await denial(two, 2, within=limits(day=1))).reason is Reason.CAP_DAY
    await computer("one")
    assert await slot(two, 2, within=limits(day=1))


async def test_a_computer_that_dies_after_the_announcement_keeps_its_place_and_its_person(computer: Computer) -> None:
    one, two = await computer("one"), await computer("two")
    held = await slot(one, 1, within=limits(day=1))
    await one.announce(held, "hash", NOW)  # and it dies here
    again = await computer("one")
    (open_still,) = await again.unresolved()
    assert open_still.state is State.UNSURE
    assert (await denial(two, 2, within=limits(day=1))).reason is Reason.CAP_DAY
    assert (await denial(two, 1)).reason is Reason.UNSURE_BEFORE


async def test_what_it_remembers_is_its_own_and_nobody_elses_to_read(computer: Computer, tmp_path: Path) -> None:
    await computer("one")
    kept = tmp_path / "one" / FILE_NAME
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_text("no")
    again = await computer("one", recovered=False)
    denied = await denial(again, 1)
    assert denied.reason is Reason.SHARED_QUOTA
    assert "remove it" in denied.detail


async def test_programs_that_begin_at_once_on_one_folder_are_one_computer(server: Server, tmp_path: Path) -> None:
    quotas = [RedisQuota(address_of(server.url), tmp_path) for _ in range(8)]
    assert await asyncio.gather(*(one.put_right([]) for one in quotas)) == [None] * 8
    assert len({one._kept.device for one in quotas if one._kept}) == 1
    assert names(tmp_path) == ["redis", FILE_NAME]
    for one in quotas:
        await one.close()


async def test_a_copied_folder_is_another_computer(computer: Computer, server: Server, tmp_path: Path) -> None:
    one = await computer("one")
    await sent(one, 1)
    held = await slot(one, 2)
    await one.announce(held, "hash", NOW)
    waiting = await slot(one, 3)
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    copy = await computer("copy")
    # The click of the original may be made at this very moment; what it reserved is still its own.
    assert (await denial(copy, 2)).reason is Reason.UNSURE_BEFORE
    assert (await denial(copy, 3)).reason is Reason.CLAIMED_ELSEWHERE
    await one.announce(waiting, "hash", NOW)
    assert (await denial(copy, 1)).reason is Reason.ALREADY_GREETED
    # Known on both, the first greeting is one message and counts once; one on its way counts here and there.
    with redis.Redis.from_url(server.url) as asked:
        assert asked.scard("linkapp:devices") == 2
        assert asked.zcard("linkapp:slots:message") == 2
        assert asked.zcard("linkapp:open:message") == 2
    kept = (tmp_path / "copy" / FILE_NAME).read_bytes()
    assert await slot(await computer("copy"), 4, within=limits(day=9))
    assert (tmp_path / "copy" / FILE_NAME).read_bytes() == kept  # from now on it is itself


async def test_what_an_earlier_version_remembered_stays_the_same_computer(computer: Computer, tmp_path: Path) -> None:
    await computer("one")
    kept = tmp_path / "one" / FILE_NAME
    before = json.loads(kept.read_text())
    kept.write_text(json.dumps({name: value for name, value in before.items() if name != "place"}))
    await computer("one")
    assert json.loads(kept.read_text()) == before


# ---- addresses


@pytest.mark.parametrize(
    ("url", "bare", "password", "prefix"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0", "", "linkapp"),
        ("redis://:p%40ss@localhost/1", "redis://localhost/1", "p@ss", "linkapp"),
        ("rediss://me:pw@far.example:6380/2?prefix=ann", "rediss://me@far.example:6380/2", "pw", "ann"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock", "", "linkapp"),
    ],
)
def test_an_address_and_its_password_are_kept_apart(url: str, bare: str, password: str, prefix: str) -> None:
    address = address_of(url)
    assert (address.url, address.password, address.prefix) == (bare, password, prefix)
    assert "pw" not in address.entry


@pytest.mark.parametrize(
    "url",
    ["", "http://127.0.0.1", "redis://", "redis://far.example/0", "redis://localhost:0", "redis://localhost:99999",
     "redis://localhost/x", "redis://localhost/0?db=3", "redis://localhost/0?prefix=", "redis://localhost/0?prefix=a:b",
     "redis://[::1"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_one_sentence(url: str) -> None:
    with pytest.raises(BadAddress) as raised:
        address_of(url)
    assert str(raised.value).count(".") >= 1
    assert "\n" not in str(raised.value)
