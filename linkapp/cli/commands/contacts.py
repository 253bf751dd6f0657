"""``linkapp contacts list | show | edit | tag | untag | do-not-contact | delete | forget | merge | doubles | undo
| export``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from linkapp.cli.commands.contacts_import import contacts_import
from linkapp.cli.documents import iso, profile_address
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import LARGEST_NUMBER, Options
from linkapp.cli.text import local_time
from linkapp.cli.usage import UsageProblem
from linkapp.domain.contact_fields import birthday_text
from linkapp.domain.contact_filters import filter_named
from linkapp.services.application import Application
from linkapp.services.contacts import Contacts
from linkapp.services.ports.book import Contact, Interaction
from linkapp.services.ports.contacts import Edit, NoSuchContact, NotUndone


async def contacts(app: Application, options: Options) -> int:
    """``contacts …``. Raises ``UsageProblem`` and what the book raises."""
    if options.deed == "import":
        return await contacts_import(app, options)
    assert app.contacts is not None
    await _DEEDS[options.deed](app, app.contacts, options)
    return Exit.DONE


def contact_document(contact: Contact, site: str) -> dict[str, Any]:
    """A contact as it is listed (product.md)."""
    person = contact.person
    return {
        "id": contact.id,
        "name": person.name,
        "profile": profile_address(person.profile or person.member, site),
        "member": person.member,
        "headline": person.headline,
        "company": contact.company,
        "position": contact.position,
        "location": contact.location,
        "emails": list(contact.emails),
        "phones": list(contact.phones),
        "birthday": birthday_text(contact.birthday, contact.birth_year) or None,
        "connected_on": contact.connected_on.isoformat() if contact.connected_on else None,
        "last_contact": iso(contact.last_contact),
        "wrote_last": contact.wrote_last or None,
        "tags": list(contact.tags),
        "notes": contact.notes,
        "do_not_contact": contact.do_not_contact.removeprefix("-") if contact.do_not_contact else None,
        "score": contact.score,
        "first_name": contact.first_name or None,
        "formality": contact.formality or None,
        "rhythm_days": contact.rhythm_days,
        "look_in_on": contact.look_in_on.isoformat() if contact.look_in_on else None,
        "left_network": iso(contact.left_network),
    }


def interaction_document(interaction: Interaction) -> dict[str, Any]:
    """One thing that happened with a contact."""
    return {
        "kind": interaction.kind,
        "at": iso(interaction.at),
        "text": interaction.text,
        "detail": interaction.detail,
    }


async def _list(_app: Application, book: Contacts, options: Options) -> None:
    chosen = await book.select(" ".join(options.values), [filter_named(name) for name in options.filters])
    if options.as_json:
        print_json({"contacts": [contact_document(contact, options.config.site) for contact in chosen]})
        return
    for contact in chosen:
        say(_line(contact))
    say(options.words.count("cli.contacts", len(chosen)))


async def _show(app: Application, book: Contacts, options: Options) -> None:
    number = _number(options)
    contact, timeline = await book.contact(number)
    document = contact_document(contact, options.config.site)
    if options.everything:
        document["everything"] = await book.everything(number)
    if options.as_json:
        print_json(document | {"timeline": [interaction_document(interaction) for interaction in timeline]})
        return
    for field, value in document.items():
        if value not in (None, "", [], {}):
            say(f"{field}: {', '.join(value) if isinstance(value, list) else value}")
    for interaction in timeline:
        say(f"{local_time(interaction.at, app)}  {interaction.kind}  {' '.join(interaction.text.split())}".rstrip())


async def _edit(_app: Application, book: Contacts, options: Options) -> None:
    fields = {}
    for value in options.values:
        field, sign, text = value.partition("=")
        if not sign:
            raise UsageProblem(f"{value!r} is no FIELD=VALUE.", "field_value", value=value)
        fields[field.strip().lower().replace("-", "_")] = text
    _tell(await book.edit(_number(options), fields), options)


async def _tag(_app: Application, book: Contacts, options: Options) -> None:
    ids = await _existing(book, options)
    _tell_all([await book.tag(ids, tag) for tag in options.values], options)


async def _untag(_app: Application, book: Contacts, options: Options) -> None:
    ids = await _existing(book, options)
    _tell_all([await book.untag(ids, tag) for tag in options.values], options)


async def _do_not_contact(_app: Application, book: Contacts, options: Options) -> None:
    reason = None if options.off else options.reason
    _tell(await book.set_do_not_contact(await _existing(book, options), reason), options)


async def _delete(_app: Application, book: Contacts, options: Options) -> None:
    _tell(await book.delete(await _existing(book, options)), options)


async def _forget(_app: Application, book: Contacts, options: Options) -> None:
    number = _number(options)
    await book.forget(number)
    if options.as_json:
        print_json({"forgotten": number})
    else:
        say(options.words("cli.contacts.forgotten"))


async def _merge(_app: Application, book: Contacts, options: Options) -> None:
    (other,) = _numbers(options, options.values[0])
    _tell(await book.merge(_number(options), other), options)


async def _doubles(_app: Application, book: Contacts, options: Options) -> None:
    pairs = await book.likely_doubles()
    if options.as_json:
        print_json({"doubles": [{"ids": [pair.first.id, pair.second.id], "alike": list(pair.alike)} for pair in pairs]})
        return
    for pair in pairs:
        say(f"{_line(pair.first)}\n{_line(pair.second)}\n")
    say(options.words.count("cli.contacts.doubles", len(pairs)))


async def _undo(_app: Application, book: Contacts, options: Options) -> None:
    undone = await book.undo(_number(options) if options.ids else None)
    if options.as_json:
        print_json({"undone": _edit_document(undone.edit), "stayed": undone.stayed})
        return
    say(options.words.count("cli.contacts.undone", undone.edit.people - undone.stayed))
    if undone.stayed:
        say(options.words.count("cli.contacts.stayed", undone.stayed))


async def _export(app: Application, _book: Contacts, options: Options) -> None:
    assert app.exports is not None
    filters = [filter_named(name) for name in options.filters]
    kind, number = await app.exports.export(options.file, filters=filters, bom=not options.no_bom)
    if options.as_json:
        print_json({"file": options.file, "format": kind, "contacts": number})
    else:
        say(options.words.count("cli.contacts.exported", number, file=options.file))


async def _existing(book: Contacts, options: Options) -> Sequence[int]:
    """The numbers of contacts that there are. Raises ``NoSuchContact``."""
    numbers = _numbers(options)
    for number in numbers:
        await book.contact(number)
    return numbers


def _tell(edit: Edit, options: Options) -> None:
    if options.as_json:
        print_json({"edit": _edit_document(edit) if edit.id else None})
    else:
        say(options.words.count("cli.contacts.changed", edit.people))


def _tell_all(edits: Sequence[Edit], options: Options) -> None:
    if options.as_json:
        print_json({"edits": [_edit_document(edit) for edit in edits if edit.id]})
    else:
        say(options.words.count("cli.contacts.changed", max(edit.people for edit in edits)))


def _edit_document(edit: Edit) -> dict[str, Any]:
    return {"id": edit.id, "kind": edit.kind, "at": iso(edit.at), "people": edit.people, "detail": edit.detail}


def _line(contact: Contact) -> str:
    about = " · ".join(part for part in (contact.position or contact.person.headline, contact.company) if part)
    birthday = birthday_text(contact.birthday, contact.birth_year)
    return "  ".join(part for part in (f"{contact.id:>6}", contact.person.name, about, birthday) if part)


def _number(options: Options) -> int:
    numbers = _numbers(options)
    if len(numbers) != 1:
        raise UsageProblem("Name one contact.", "one_contact")
    return numbers[0]


def _numbers(options: Options, text: str | None = None) -> Sequence[int]:
    numbers = []
    for word in (options.ids if text is None else text).split(","):
        if not (word.strip().isascii() and word.strip().isdecimal()):
            raise UsageProblem(f"{word!r} is no number of a contact.", "contact_number", number=word)
        if not 0 < int(word) <= LARGEST_NUMBER:
            raise (
                NoSuchContact(int(word))
                if options.deed != "undo"
                else NotUndone(f"There is no change {word} that could be undone.", "no_such_edit", number=word)
            )
        numbers.append(int(word))
    return numbers


_DEEDS: dict[str, Callable[[Application, Contacts, Options], Awaitable[None]]] = {
    "delete": _delete,
    "do-not-contact": _do_not_contact,
    "doubles": _doubles,
    "edit": _edit,
    "export": _export,
    "forget": _forget,
    "list": _list,
    "merge": _merge,
    "show": _show,
    "tag": _tag,
    "undo": _undo,
    "untag": _untag,
}
