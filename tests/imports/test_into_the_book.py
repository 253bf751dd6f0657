"""What files do to the book: who is who, which value stays, who left, who wrote last."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkapp.domain.known_error import KnownError
from linkapp.services.ports.book import Interaction
from tests.imports.awkward_files import TALK, zipped
from tests.imports.importing import Importer

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ANA = "Ana,Exemplo,https://www.linkedin.com/in/ana-exemplo,ana@example.com,Acme,CTO,02 Mar 2021\n"
BOB = "Bob,Muster,https://www.linkedin.com/in/bob-muster,,Borg,Engineer,05 May 2022\n"
CEM = "Cem,Örnek,https://www.linkedin.com/in/cem-ornek,,Cumba,Owner,07 Jul 2023\n"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "IS MESSAGE DRAFT\n"
)
ME = "Owner Example,https://www.linkedin.com/in/owner-example"
HER = "Ana Exemplo,https://www.linkedin.com/in/ana-exemplo"
HIM = "Bob Muster,https://www.linkedin.com/in/bob-muster"


def message(conversation: str, sender: str, to: str, at: str, text: str = "Hi", draft: str = "") -> str:
    return f"{conversation},,{sender},{to},{at} UTC,,{text},INBOX,{draft}\n"


async def test_a_second_import_of_the_same_file_changes_nothing(importer: Importer) -> None:
    first = await importer.file(HEADER + ANA + BOB)
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    second = await importer.file(HEADER + ANA + BOB)
    assert (second.new, second.changed, second.unchanged, second.edit) == (0, 0, 2, None)


async def test_looking_writes_nothing(importer: Importer) -> None:
    before = importer.everything()
    plan = await importer.file(HEADER + ANA, dry=True)
    assert plan.new == 1
    assert importer.everything() == before


async def test_a_newer_export_changes_fields_and_says_which(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB)
    plan = await importer.file(HEADER + ANA.replace("Acme,CTO", "Beta,CEO") + BOB + CEM)
    assert (plan.new, plan.changed, plan.unchanged) == (1, 1, 1)
    assert [(change.field, change.before, change.after) for change in plan.changes] == [
        ("company", "Acme", "Beta"),
        ("position", "CTO", "CEO"),
    ]


@pytest.mark.parametrize("with_newer_date", [True, False])
async def test_an_older_and_a_newer_export_in_turn_do_not_turn_a_field_back_and_forth(
    importer: Importer, with_newer_date: bool
) -> None:
    older = HEADER + ANA + BOB
    newer = HEADER + ANA.replace("Acme", "Beta") + BOB + (CEM if with_newer_date else "")
    await importer.file(older)
    await importer.file(newer)
    for content in (older, newer, older, newer):
        plan = await importer.file(content)
        assert (plan.new, plan.changed) == (0, 0)
        assert importer.people("company")[0] == ("Beta",)


async def test_an_older_export_imported_later_fills_in_and_replaces_nothing(importer: Importer) -> None:
    await importer.file(HEADER + ANA.replace(",CTO,", ",,") + BOB + CEM)
    plan = await importer.file(HEADER + ANA.replace("Acme", "Former"))
    assert [(change.field, change.after) for change in plan.changes] == [("position", "CTO")]
    assert importer.people("company")[0] == ("Acme",)


async def test_what_the_person_typed_stays(importer: Importer) -> None:
    await importer.file(HEADER + ANA)
    await importer.storage.contacts.edit(1, {"company": "Hers", "position": ""}, importer.now)
    plan = await importer.file(HEADER + ANA.replace("Acme", "Beta") + CEM)
    assert plan.changed == 0
    assert importer.people("company", "position")[0] == ("Hers", "")


async def test_homonyms_stay_apart(importer: Importer) -> None:
    twin = ANA.replace("ana-exemplo", "ana-exemplo-2").replace("ana@example.com", "")
    plan = await importer.file(HEADER + ANA + twin)
    assert plan.new == 2
    assert (await importer.file(HEADER + twin + ANA)).unchanged == 2


async def test_people_without_address_are_known_again_by_name_and_date(importer: Importer) -> None:
    old = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    rows = (
        "Ana,Exemplo,,Acme,CTO,02 Mar 2021\nAna,Exemplo,,Other,CFO,02 Mar 2021\nBob,Muster,,Borg,Engineer,05 May 2022\n"
    )
    assert (await importer.file(old + rows)).new == 3
    again = await importer.file(old + rows.replace("Borg", "Cyborg") + "Cem,Örnek,,Cumba,Owner,07 Jul 2023\n")
    assert (again.new, again.changed, again.unchanged) == (1, 1, 2)


async def test_an_export_with_addresses_knows_whom_one_without_named(importer: Importer) -> None:
    await importer.file("First Name,Last Name,Company,Position,Connected On\nBob,Muster,Borg,Engineer,05 May 2022\n")
    plan = await importer.file(HEADER + BOB + ANA)
    assert (plan.new, plan.unchanged) == (1, 1)
    assert ("in:bob-muster", 1) in importer.rows("SELECT key, person FROM person_keys")


async def test_somebody_of_that_name_and_date_who_has_another_address_is_another_person(importer: Importer) -> None:
    await importer.file(HEADER + BOB)
    assert (await importer.file(HEADER + BOB.replace("bob-muster", "bobby"))).new == 1


async def test_members_who_hid_their_profile_are_reported_and_blank_rows_are_nothing(importer: Importer) -> None:
    plan = await importer.file(HEADER + ",,,,,,08 Jul 2023\n,,,,,,\n\n" + ANA)
    assert (plan.records, plan.new) == (2, 1)
    assert [(record.line, record.reason) for record in plan.rejected] == [(2, "hidden")]


async def test_who_is_missing_from_a_newer_export_stays_and_is_said_to_have_left(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB + CEM)
    plan = await importer.file(HEADER + ANA + CEM)
    assert (plan.left, plan.new, plan.changed) == (("Bob Muster",), 0, 0)
    assert [left is not None for (left,) in importer.people("left_network")] == [False, True, False]
    older = await importer.file(HEADER + ANA + BOB)
    assert older.back_count == 0
    newer = await importer.file(HEADER + ANA + BOB + CEM + CEM.replace("cem", "dan").replace("2023", "2024"))
    assert newer.back_count == 1


async def test_an_older_export_says_of_nobody_that_they_left(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB + CEM)
    assert (await importer.file(HEADER + ANA + BOB)).left_count == 0


async def test_a_part_of_an_export_says_of_nobody_that_they_left(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB + CEM)
    assert (await importer.file(HEADER + CEM)).left_count == 0


async def test_an_address_of_two_names_is_nobodys(importer: Importer) -> None:
    shared = "First Name,Last Name,E-mail Address,Birthday\nAnn,One,home@example.com,\nBen,One,home@example.com,\n"
    assert (await importer.file(shared)).new == 2
    assert (await importer.file(shared)).unchanged == 2


async def test_an_address_book_is_joined_by_e_mail_and_overrides_nothing_of_the_site(importer: Importer) -> None:
    await importer.file(HEADER + ANA)
    book = "First Name,Last Name,E-mail Address,Company,Birthday\nAnita,E.,Ana@Example.com,Stale,--04-15\n"
    plan = await importer.file(book)
    assert [(change.field, change.after) for change in plan.changes] == [("birthday", "--04-15")]
    assert (await importer.file(book)).unchanged == 1


async def test_records_of_one_address_are_one_person_by_whichever_they_are_found(importer: Importer) -> None:
    await importer.file("First Name,Last Name,E-mail Address,Birthday\nAnita,E.,ana@example.com,--04-15\n")
    twice = HEADER + ANA.replace("ana@example.com", "") + ANA
    assert (await importer.file(twice)).new == 0
    assert (await importer.file(twice)).changed == 0
    assert len(importer.people("id")) == 1


async def test_a_party_of_messages_is_who_the_same_archive_says(importer: Importer) -> None:
    await importer.file("First Name,Last Name,E-mail Address,Birthday\nAnita,E.,ana@example.com,--04-15\n")
    archive = zipped(("Connections.csv", HEADER + ANA), ("messages.csv", TALK))
    await importer.file(archive)
    assert importer.people("name", "wrote_last") == [("Ana Exemplo", "them"), ("Bob Muster", "me")]
    assert (await importer.file(archive)).changed == 0


async def test_messages_say_who_wrote_last_and_a_connection_is_no_contact(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB + CEM)
    assert importer.people("last_contact") == [(None,), (None,), (None,)]
    plan = await importer.file(
        MESSAGES
        + message("1", ME, HER, "2026-01-01 10:00:00")
        + message("1", HER, ME, "2026-01-02 10:00:00")
        + message("2", ME, HIM, "2026-02-01 10:00:00")
    )
    assert plan.new == 3
    assert [row[0] for row in importer.people("wrote_last")] == ["them", "me", ""]


async def test_drafts_and_groups_count_for_nobody(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB)
    both = '"Ana Exemplo, Bob Muster","https://www.linkedin.com/in/ana-exemplo,https://www.linkedin.com/in/bob-muster"'
    plan = await importer.file(
        MESSAGES
        + message("1", ME, HER, "2026-01-01 10:00:00")
        + message("1", ME, HER, "2026-03-01 10:00:00", draft="Yes")
        + message("3", ME, both, "2026-03-01 10:00:00")
        + message("3", HER, f"Owner Example,{ME.split(',')[1]}", "2026-03-02 10:00:00")
        + message("4", ME, HIM, "2026-02-01 10:00:00")
    )
    assert (plan.new, plan.unchanged, dict(plan.set_aside or {})) == (2, 3, {"draft": 1, "group": 2})
    assert importer.rows("SELECT max(at) FROM interactions WHERE person = 1") == [(1767261600000000,)]


async def test_a_sender_without_an_address_is_nobody(importer: Importer) -> None:
    plan = await importer.file(
        MESSAGES
        + message("1", ME, HER, "2026-01-01 10:00:00")
        + message("2", "LinkedIn Member,", ME, "2026-01-02 10:00:00")
        + message("3", "Acme Ads,https://www.linkedin.com/company/acme", ME, "2026-01-02 10:00:00")
    )
    assert (plan.new, [record.reason for record in plan.rejected]) == (1, ["no_address", "no_address"])
    assert importer.people("name") == [("Ana Exemplo",)]


async def test_the_owner_is_not_the_one_who_writes_most(importer: Importer) -> None:
    await importer.file(
        MESSAGES
        + "".join(message("1", HER, ME, f"2026-01-0{day} 10:00:00") for day in range(1, 8))
        + message("2", ME, HIM, "2026-02-01 10:00:00")
    )
    assert sorted(importer.people("name", "wrote_last")) == [("Ana Exemplo", "them"), ("Bob Muster", "me")]


async def test_of_one_conversation_the_owner_is_who_is_no_contact(importer: Importer) -> None:
    one = MESSAGES + message("1", HER, ME, "2026-01-01 10:00:00") + message("1", ME, HER, "2026-01-01 11:00:00")
    with pytest.raises(KnownError, match="Nobody can tell"):
        await importer.file(one)
    await importer.file(HEADER + ANA)
    assert (await importer.file(one)).new == 2
    assert importer.people("name", "wrote_last") == [("Ana Exemplo", "me")]


async def test_messages_of_nobody_knows_whom_do_not_hold_up_the_rest_of_an_archive(importer: Importer) -> None:
    one = MESSAGES + message("1", HIM, ME, "2026-01-01 10:00:00") + message("1", ME, HIM, "2026-01-01 11:00:00")
    plan = await importer.file(zipped(("Connections.csv", HEADER + ANA), ("messages.csv", one)))
    assert (plan.new, plan.unchanged, dict(plan.set_aside or {})) == (1, 2, {"no_owner": 2})
    assert importer.rows("SELECT count(*) FROM interactions") == [(0,)]


async def test_invitations_are_no_contact(importer: Importer) -> None:
    content = (
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Owner Example,Ana Exemplo,"7/8/26, 3:43 PM",,OUTGOING,{ME.split(",")[1]},{HER.split(",")[1]}\n'
        f'Bob Muster,Owner Example,"7/1/26, 9:00 AM",Hello,INCOMING,{HIM.split(",")[1]},{ME.split(",")[1]}\n'
    )
    assert (await importer.file(content)).new == 2
    assert (await importer.file(content)).unchanged == 2
    assert importer.people("name", "last_contact") == [("Ana Exemplo", None), ("Bob Muster", None)]
    assert importer.rows("SELECT direction, text FROM invitations ORDER BY direction") == [("in", "Hello"), ("out", "")]


async def test_an_import_is_undone_whole(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB)
    before = importer.everything()
    plan = await importer.file(HEADER + ANA.replace("Acme", "Beta") + CEM)
    assert plan.edit is not None
    undone = await importer.storage.contacts.undo(plan.edit, importer.now)
    assert undone.stayed == 0
    assert importer.everything() == before


async def test_undoing_an_import_of_messages_forgets_nothing_that_happened_since(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB)
    before = importer.everything()
    plan = await importer.file(
        MESSAGES + message("1", HER, ME, "2026-01-02 10:00:00") + message("2", ME, HIM, "2026-02-01 10:00:00")
    )
    await importer.storage.contacts.undo(plan.edit, importer.now)
    assert importer.everything() == before
    plan = await importer.file(
        MESSAGES + message("1", HER, ME, "2026-01-02 10:00:00") + message("2", ME, HIM, "2026-02-01 10:00:00")
    )
    wrote = Interaction(kind="message_in", at=datetime(2026, 3, 1, tzinfo=UTC), text="Thanks")
    await importer.storage.people.happened(1, wrote)
    await importer.storage.contacts.undo(plan.edit, importer.now)
    assert importer.people("last_contact", "wrote_last") == [(1772323200000000, "them"), (None, "")]


async def test_somebody_deleted_is_not_brought_back(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB)
    await importer.storage.contacts.delete([1], importer.now)
    plan = await importer.file(HEADER + ANA.replace("Acme", "Beta") + BOB)
    assert (plan.new, plan.changed, plan.unchanged) == (0, 0, 2)
    assert importer.people("name") == [("Bob Muster",)]


async def test_somebody_forgotten_stays_forgotten(importer: Importer) -> None:
    await importer.file(HEADER + ANA + BOB)
    await importer.storage.contacts.forget(1, importer.now)
    plan = await importer.file(HEADER + ANA + BOB)
    assert (plan.new, plan.changed) == (0, 0)
    assert importer.people("name") == [("Bob Muster",)]
    assert not importer.rows("SELECT 1 FROM person_keys WHERE key LIKE '%ana%'")
