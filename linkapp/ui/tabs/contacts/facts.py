"""What is known of a contact, in short lines."""

from __future__ import annotations

from datetime import date

from linkapp.services.ports.book import Contact
from linkapp.ui.words import Words


def facts_of(contact: Contact, words: Words, today: date) -> list[str]:
    """How they can be reached, how they are known, and what the person wants to be reminded of."""
    between = words("caps.between")
    facts = [between.join((*contact.emails, *contact.phones))] if contact.emails or contact.phones else []
    if contact.connected_on is not None:
        facts.append(words("contact.connected", day=words.day_and_year(contact.connected_on)))
    if contact.left_network is not None:
        facts.append(words("contact.left"))
    if contact.wrote_last and contact.last_contact is not None:
        day = words.short_day_from(contact.last_contact.date(), today)
        facts.append(words(f"contact.wrote_last.{contact.wrote_last}", day=day))
    if contact.rhythm_days:
        facts.append(words.count("contact.rhythm", contact.rhythm_days))
    if contact.look_in_on is not None:
        facts.append(words("contact.look_in", day=words.day_and_year(contact.look_in_on)))
    if contact.formality:
        facts.append(words(f"contact.formality.{contact.formality}"))
    return facts
