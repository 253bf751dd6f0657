"""Files as strangers have them: exports, address books and calendars that others stumbled over, each made here.

``expected``: how many are new, and why the others are not taken; or the code by which the whole file is refused.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkapp.domain.contact_record import Field

CSV = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ANA = "Ana,Exemplo,https://www.linkedin.com/in/ana-exemplo,ana@example.com,Acme,CTO,02 Mar 2021\n"
BOB = "Bob,Muster,https://www.linkedin.com/in/bob-muster,,Borg,Engineer,05 May 2022\n"
CEM = "Cem,Örnek,https://www.linkedin.com/in/cem-ornek,,Cumba,Owner,07 Jul 2023\n"
NOTES = 'Notes:\n"When exporting your connection data, you may notice that some addresses are missing."\n\n'
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
)
ME, HER, HIM = (
    f"{name},https://www.linkedin.com/in/{name.lower().replace(' ', '-')}"
    for name in ("Owner Example", "Ana Exemplo", "Bob Muster")
)
TALK = (
    MESSAGES
    + f"1,,{ME},{HER},2026-01-01 10:00:00 UTC,,Hi,INBOX\n"
    + f"1,,{HER},{ME},2026-01-02 10:00:00 UTC,,Hello,INBOX\n"
    + f"2,,{ME},{HIM},2026-01-03 10:00:00 UTC,,Hi,INBOX\n"
)
INVITATIONS = (
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    f'Owner Example,Ana Exemplo,"7/28/26, 3:43 PM",,OUTGOING,{ME.split(",")[1]},{HER.split(",")[1]}\n'
)


@dataclass(frozen=True, kw_only=True)
class Awkward:
    """One file. ``people``: names that are to be there afterwards; ``birthdays``: by name; ``rows``: what a query gives."""

    name: str
    content: bytes
    new: int = 0
    rejected: tuple[str, ...] = ()
    refused: str = ""
    people: tuple[str, ...] = ()
    birthdays: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Field] = field(default_factory=dict)
    query: str = ""
    rows: tuple[tuple[Any, ...], ...] = ()


def zipped(*files: tuple[str, bytes | str], **how: Any) -> bytes:
    """An archive of these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return whole.getvalue()


def _linked() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        info = zipfile.ZipInfo("Connections.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return whole.getvalue()


def _locked() -> bytes:
    content = bytearray(zipped(("Connections.csv", CSV + ANA)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def _lying() -> bytes:
    """An archive whose file declares less than it holds."""
    content = bytearray(zipped(("Connections.csv", CSV + ANA * 50)))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + place
        content[start : start + 4] = (len(CSV) + 10).to_bytes(4, "little")
    return bytes(content)


def _broken() -> bytes:
    content = bytearray(zipped(("Connections.csv", CSV + "".join(ANA.replace("ana-", f"ana{n}-") for n in range(900)))))
    place = content.index(b"PK\x01\x02") // 2
    content[place : place + 8] = bytes(8)
    return bytes(content)


def _bomb() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("Connections.csv", "w") as entry:
        entry.write(CSV.encode())
        for _ in range(40):
            entry.write(b" " * (1 << 20))
    return whole.getvalue()


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    """A vCard of these lines."""
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def event(summary: str, start: str = "DTSTART;VALUE=DATE:19800415", rule: str = "RRULE:FREQ=YEARLY", *more: str) -> str:
    """An event of a calendar."""
    lines = ("BEGIN:VEVENT", f"UID:{zlib.crc32((summary + start).encode())}", start, rule, f"SUMMARY:{summary}", *more)
    return "\r\n".join((*filter(None, lines), "END:VEVENT", ""))


def calendar(*events: str) -> bytes:
    """A calendar of these events."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


GOOGLE_OLD = (
    "Name,Given Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
    "Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,Website 1 - Value\n"
    "Ana Exemplo,Ana,Exemplo,1980-04-15,,* myContacts ::: Friends,* Home,ana@example.com ::: a@example.org,Mobile,"
    "+7 000 000-00-00 ::: +7 111 111-11-11,Acme,CTO,https://www.linkedin.com/in/ana-exemplo\n"
    "Имя Фамилия,Имя,Фамилия, --04-16,,* myContacts,,imya@example.com,,,,,\n"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,"
    "Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Event 1 - Label,Event 1 - Value\n"
    "Ana,,Exemplo,,,,,Acme,CTO,1980-04-15,,* myContacts,,ana@example.com,Mobile,+1 222,Anniversary,2005-06-07\n"
    ",,,,,,,Acme Ltd,,,,* myContacts,,,Work,+1 333,,\n"
)
OUTLOOK_EN = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Job Title,Business Phone,Anniversary,Birthday,E-mail Address,"
    "Notes\n"
    ",Ana,,Exemplo,,Acme,CTO,+1 222,6/27/2005,4/15/1980,ana@example.com,\n"
    ",Bob,,Muster,,Borg,,,0/0/00,0/0/00,bob@example.com,\n"
)
OUTLOOK_FR = (
    "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Adresse de messagerie,Anniversaire,"
    "Anniversaire de mariage ou fête\n"
    ",Ana,,Exemplo,,Acme,,CTO,ana@example.com,15/04/1980,27/06/2005\n"
)
OUTLOOK_DE = (
    "Anrede;Vorname;Nachname;Firma;Abteilung;Position;E-Mail-Adresse;Geburtstag;Jahrestag;Notizen\n"
    ";Jürgen;Müßig;Groß & Söhne;;Geschäftsführer;juergen@example.com;15.4.1980;27.6.2005;\n"
)
OUTLOOK_ES = (
    "Tratamiento,Nombre,Segundo nombre,Apellidos,Organización,Puesto,Dirección de correo electrónico,Cumpleaños,"
    "Aniversario\n,Begoña,,Muñoz,Acme,Jefa,begona@example.com,15/04/1980,27/06/2005\n"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Mobile Number,"
    "Job Title,Organization,Web Page 1,Birth Year,Birth Month,Birth Day,Custom 1,Notes,\n"
    "Ana,Exemplo,Ana Exemplo,,ana@example.com,a2@example.com,,,,CTO,Acme,,1980,4,15,,,\n"
    "Bob,Muster,,,bob@example.com,,,,,,,,,,,,,\n"
)
THUNDERBIRD_DE = (
    "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse,Messenger-Name,Arbeitstitel,"
    "Organisation,Geburtsjahr,Geburtsmonat,Geburtstag,Benutzerdef. 1,Notizen\n"
    "Ana,Exemplo,Ana Exemplo,,ana@example.com,,,CTO,Acme,1980,4,15,,\n"
)
WIDE = "x" * 200_000
QP = "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=97=D0=B0=D0=B3;=D0=86=D0=B3=D0=BE=\n=D1=80;;;"

FILES = (
    # ---- the site's connections ----
    Awkward(name="plain", content=(CSV + ANA + BOB).encode(), new=2, people=("Ana Exemplo", "Bob Muster")),
    Awkward(name="preamble", content=(NOTES + CSV + ANA).encode(), new=1),
    Awkward(name="preamble with an unclosed quote", content=('Notes:\n"When exporting\n\n' + CSV + ANA).encode(), new=1),
    Awkward(name="preamble only", content=NOTES.encode(), refused="import_not_understood"),
    Awkward(name="empty", content=b"", refused="import_not_understood"),
    Awkward(name="rows without a header", content=(ANA + BOB).encode(), refused="import_not_understood"),
    Awkward(name="header only", content=CSV.encode()),
    Awkward(name="utf-8 mark", content=b"\xef\xbb\xbf" + (CSV + CEM).encode(), new=1, people=("Cem Örnek",)),
    Awkward(name="utf-8 mark before the preamble", content=b"\xef\xbb\xbf" + (NOTES + CSV + CEM).encode(), new=1),
    Awkward(name="utf-16", content=(CSV + CEM).encode("utf-16"), new=1, people=("Cem Örnek",)),
    Awkward(name="utf-16 without a mark", content=(CSV + CEM).encode("utf-16-be"), new=1, people=("Cem Örnek",)),
    Awkward(name="cp1252", content=(CSV + CEM.replace("Cumba", "“Çumba” – 5 €")).encode("cp1252"), new=1,
            query="SELECT name, company FROM people", rows=(("Cem Örnek", "“Çumba” – 5 €"),)),
    Awkward(name="utf-8 with one line of cp1252", content=(CSV + CEM * 1).encode() + "Zoé,Dé,,,,,01 Jan 2020\n".encode("cp1252"),
            new=2, people=("Cem Örnek", "Zoé Dé")),
    Awkward(name="cyrillic cp1251", content=(CSV + "Иван,Петров,,,Рога и Копыта,Директор по продажам,05 May 2022\n").encode("cp1251"),
            new=1, people=("Иван Петров",)),
    Awkward(name="other order of columns", content=b"Connected On,Position,Last Name,First Name,URL\n"
            b"02 Mar 2021,CTO,Exemplo,Ana,https://www.linkedin.com/in/ana-exemplo\n", new=1, people=("Ana Exemplo",)),
    Awkward(name="extra column", content=(CSV.strip() + ",Extra\n" + ANA.strip() + ",x\n" + BOB).encode(), new=2),
    Awkward(name="no address column", content=b"First Name,Last Name,Company,Position,Connected On\nAna,Exemplo,Acme,CTO,1/15/16\n",
            new=1, query="SELECT connected_on FROM people", rows=(("2016-01-15",),)),
    Awkward(name="german", content=("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\n"
            "Jürgen,Groß,https://de.linkedin.com/in/j%C3%BCrgen-gro%C3%9F/,,AG,Chef,3. März 2022\n").encode(), new=1,
            query="SELECT connected_on FROM people", rows=(("2022-03-03",),)),
    Awkward(name="french", content=("Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté le\n"
            "Zoé,L’Été,https://fr.linkedin.com/in/zoe,,SA,PDG,2 févr. 2021\n").encode(), new=1,
            query="SELECT connected_on FROM people", rows=(("2021-02-02",),)),
    Awkward(name="spanish", content=("Nombre,Apellidos,URL,Correo electrónico,Empresa,Cargo,Conectado el\n"
            "Íñigo,Muñoz,https://es.linkedin.com/in/inigo,,SL,Jefe,2 de ene. de 2021\n").encode(), new=1,
            query="SELECT connected_on FROM people", rows=(("2021-01-02",),)),
    Awkward(name="semicolons", content=(CSV + ANA).replace(",", ";").encode(), new=1),
    Awkward(name="tabs", content=(CSV + ANA).replace(",", "\t").encode(), new=1),
    Awkward(name="blank rows", content=(CSV + "\n,,,,,,\n" + ANA + "\n\n   ,,,,,,\n" + BOB + "\n\n").encode(), new=2),
    Awkward(name="carriage returns only", content=(NOTES + CSV + ANA + BOB).replace("\n", "\r").encode(), new=2),
    Awkward(name="windows line ends", content=(NOTES + CSV + ANA + BOB).replace("\n", "\r\n").encode(), new=2),
    Awkward(name="mixed line ends", content=(CSV + ANA).replace("\n", "\r\n").encode() + BOB.encode() + CEM.strip().encode(), new=3),
    Awkward(name="a cell of several lines", content=(CSV + ANA.replace("CTO", '"CTO\nand\r\nmore"') + BOB).encode(), new=2,
            query="SELECT position FROM people", rows=(("CTO and more",), ("Engineer",))),
    Awkward(name="a name with a line end", content=(CSV + ANA.replace("Ana,", '"Ana\nMaria",')).encode(), new=1, people=("Ana Maria Exemplo",)),
    Awkward(name="a name with control signs", content=(CSV + ANA.replace("Ana,", "A\x00n\u202ea\u200b\x07,")).encode(), new=1),
    Awkward(name="a stray quote at the beginning of a cell", content=(CSV + ANA.replace("Acme", '"Acme') + BOB + CEM).encode(),
            new=2, rejected=("quotes",), people=("Bob Muster", "Cem Örnek")),
    Awkward(name="two stray quotes far apart", content=(CSV + ANA.replace("Acme", '"Acme') + BOB + CEM.replace("Owner", '"Owner')).encode(),
            new=1, rejected=("quotes", "quotes"), people=("Bob Muster",)),
    Awkward(name="a stray quote inside a cell", content=(CSV + ANA.replace("Acme", 'Acme 5" screens') + BOB).encode(), new=2),
    Awkward(name="quotes inside quotes", content=(CSV + ANA.replace("Acme", '"The "Big" One"') + BOB).encode(), new=2,
            query="SELECT company FROM people LIMIT 1", rows=(('The "Big" One',),)),
    Awkward(name="blanks behind closing quotes", content=(CSV + ANA.replace("Acme", '"Acme, Inc." ')).encode(), new=1,
            query="SELECT company FROM people", rows=(("Acme, Inc.",),)),
    Awkward(name="an unclosed quote at the end", content=(CSV + ANA + BOB.replace("Borg", '"Borg')).encode(), new=1, rejected=("quotes",)),
    Awkward(name="more cells than headings", content=(CSV + ANA.replace("Acme", "Acme, Inc.") + BOB).encode(), new=1, rejected=("cells",)),
    Awkward(name="fewer cells than headings", content=(CSV + "Ana,Exemplo,https://www.linkedin.com/in/ana-exemplo\n").encode(), new=1),
    Awkward(name="a very long cell", content=(CSV + ANA.replace("Acme", WIDE) + BOB).encode(), new=2),
    Awkward(name="a hidden member", content=(CSV + ",,,,,,08 Jul 2023\n" + ANA).encode(), new=1, rejected=("hidden",)),
    Awkward(name="the header again in the middle", content=(CSV + ANA + CSV + BOB).encode(), new=2),
    Awkward(name="the same person twice", content=(CSV + ANA + ANA.replace("Acme", "Beta")).encode(), new=1),
    Awkward(name="a profile on another host", content=(CSV + ANA.replace("www.linkedin.com", "linkedin.com.example.org")).encode(), new=1,
            query="SELECT count(*) FROM person_keys WHERE key LIKE 'in:%'", rows=((0,),)),
    Awkward(name="encoded addresses", content=(CSV + CEM.replace("cem-ornek", "cem-%C3%B6rnek?trk=x")
            + CEM.replace("cem-ornek", "Cem-Örnek/")).encode(), new=1),
    Awkward(name="a date that is none", content=(CSV + ANA.replace("02 Mar 2021", "31 Feb 2021")).encode(), new=1,
            query="SELECT connected_on FROM people", rows=((None,),)),
    Awkward(name="a last heading that is empty", content=(CSV.strip() + ",\n" + ANA.strip() + ",\n" + BOB).encode(), new=2),
    Awkward(name="a preamble longer than ten lines", content=("Notes:\n" + "Some more of it.\n" * 30 + CSV + ANA).encode(), new=1),
    Awkward(name="a warning of spreadsheets before the header", content=("sep=;\r\n" + (CSV + ANA).replace(",", ";")).encode(), new=1),
    Awkward(name="every cell in quotes", content="\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in (CSV + ANA + BOB).strip().split("\n")).encode(),
            new=2),
    # ---- messages and invitations ----
    Awkward(name="messages", content=TALK.encode(), new=3, people=("Ana Exemplo", "Bob Muster")),
    Awkward(name="a message of several lines", content=TALK.replace(",Hi,", ',"Hi,\n\nhow are ""you""?\r\nBest",', 1).encode(), new=3),
    Awkward(name="a message with a stray quote", content=(TALK.replace(",Hello,", ',"Hello,', 1)).encode(), new=2, rejected=("quotes",)),
    Awkward(name="a message without a date", content=(TALK + f"2,,{HIM},{ME},soon,,Hi,INBOX\n").encode(), new=3, rejected=("date",)),
    Awkward(name="messages twice in one file", content=(TALK + TALK.removeprefix(MESSAGES)).encode(), new=3),
    Awkward(name="invitations", content=INVITATIONS.encode(), new=1),
    Awkward(name="an invitation without an address", content=(INVITATIONS
            + 'Owner Example,Somebody,"7/28/26, 3:43 PM",,OUTGOING,x,\n').encode(), new=1, rejected=("no_address",)),
    # ---- archives ----
    Awkward(name="archive", content=zipped(("Connections.csv", NOTES + CSV + ANA), ("messages.csv", TALK), ("Invitations.csv", INVITATIONS),
            ("Profile.csv", "First Name,Last Name,Headline\nOwner,Example,x\n"), ("Likes.csv", "Date,Type,Link\n2020-01-01,LIKE,x\n")), new=5),
    Awkward(name="nested archive", content=zipped(("Basic/Connections.csv", CSV + ANA), ("__MACOSX/Basic/._Connections.csv", b"\0\5\26\7" * 9),
            ("Basic/.DS_Store", b"\0\0\0\1Bud1")), new=1),
    Awkward(name="an archive in an archive", content=zipped(("export.zip", zipped(("Connections.csv", CSV + ANA)))), new=1),
    Awkward(name="two address books in an archive that hold the same", content=zipped(("All/All.vcf", card("FN:Mum", "TEL:+1 555") + card("FN:Bob")),
            ("My/My.vcf", card("FN:Mum", "TEL:+1 555"))), new=2, people=("Mum", "Bob")),
    Awkward(name="half a mark", content=b"\xff\xfe\x00", refused="import_not_understood"),
    Awkward(name="an archive of other things", content=zipped(("Likes.csv", "Date,Type,Link\n2020-01-01,LIKE,x\n")), refused="import_not_understood"),
    Awkward(name="an empty archive", content=zipped(), refused="import_not_understood"),
    Awkward(name="a locked archive", content=_locked(), refused="import_unsafe"),
    Awkward(name="an archive with a path that leads out", content=zipped(("../../Connections.csv", CSV + ANA)), refused="import_unsafe"),
    Awkward(name="an archive with a path of its own", content=zipped(("/etc/Connections.csv", CSV + ANA)), refused="import_unsafe"),
    Awkward(name="an archive with a link", content=_linked(), refused="import_unsafe"),
    Awkward(name="a bomb", content=_bomb(), refused="import_too_large"),
    Awkward(name="an archive that is cut off", content=zipped(("Connections.csv", CSV + ANA))[:-30], refused="import_damaged"),
    Awkward(name="an archive that is damaged", content=_broken(), refused="import_damaged"),
    Awkward(name="an archive that declares too little", content=_lying(), refused="import_damaged"),
    Awkward(name="a spreadsheet", content=zipped(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")), refused="import_unsafe"),
    Awkward(name="packed otherwise", content=b"\x1f\x8b" + bytes(50), refused="import_unsafe"),
    Awkward(name="a picture", content=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, refused="import_not_understood"),
    Awkward(name="a page", content=b"<!doctype html><html><body>Sign in, please</body></html>\n", refused="import_not_understood"),
    # ---- address books ----
    Awkward(name="google old", content=GOOGLE_OLD.encode(), new=2, people=("Ana Exemplo", "Имя Фамилия"),
            birthdays={"Ana Exemplo": "1980-04-15", "Имя Фамилия": "--04-16"}),
    Awkward(name="google new", content=GOOGLE_NEW.encode(), new=1, rejected=("organisation",), birthdays={"Ana Exemplo": "1980-04-15"}),
    Awkward(name="outlook", content=OUTLOOK_EN.encode(), new=2, birthdays={"Ana Exemplo": "1980-04-15", "Bob Muster": ""}),
    Awkward(name="outlook french", content=OUTLOOK_FR.encode("cp1252"), new=1, birthdays={"Ana Exemplo": "1980-04-15"}),
    Awkward(name="outlook german", content=OUTLOOK_DE.encode("cp1252"), new=1, birthdays={"Jürgen Müßig": "1980-04-15"}),
    Awkward(name="outlook spanish", content=OUTLOOK_ES.encode("cp1252"), new=1, birthdays={"Begoña Muñoz": "1980-04-15"}),
    Awkward(name="one heading for birthday and wedding", content=OUTLOOK_FR.replace(" de mariage ou fête", "").encode(), new=1,
            birthdays={"Ana Exemplo": ""}),
    Awkward(name="a birthday that may be two days", content=OUTLOOK_EN.replace("4/15/1980", "4/5/1980").encode(), new=2, birthdays={"Ana Exemplo": ""}),
    Awkward(name="thunderbird", content=THUNDERBIRD.encode(), new=2, birthdays={"Ana Exemplo": "1980-04-15"}),
    Awkward(name="thunderbird german", content=THUNDERBIRD_DE.encode(), new=1, birthdays={"Ana Exemplo": "1980-04-15"}),
    Awkward(name="birthdays with and without a year in one column", content=OUTLOOK_EN.replace("0/0/00,0/0/00", ",4/16").encode(), new=2,
            birthdays={"Ana Exemplo": "1980-04-15", "Bob Muster": "--04-16"}),
    Awkward(name="a birthday of two figures", content=OUTLOOK_EN.replace("4/15/1980", "4/15/80").replace("0/0/00,0/0/00", ",4/16/05").encode(), new=2,
            birthdays={"Ana Exemplo": "1980-04-15", "Bob Muster": "--04-16"}),
    Awkward(name="unknown columns", content=b"Wer,Wann,Was\nAna Exemplo,15.4.1980,x\n", refused="import_columns"),
    Awkward(name="columns that were named", content=b"Wer,Wann,Was\nAna Exemplo,15.4.1980,x\n,,x\n", new=1, rejected=("nobody",),
            columns={"Wer": Field.NAME, "wann": Field.BIRTHDAY}, birthdays={"Ana Exemplo": "1980-04-15"}),
    Awkward(name="columns of a known table that were named otherwise", content=(CSV + ANA).encode(), new=1, columns={"First Name": Field.NAME, "Company": Field.HEADLINE},
            query="SELECT name, headline, company FROM people", rows=(("Ana", "Acme", ""),)),
    Awkward(name="columns of cards", content=card("FN:Ana").encode(), columns={"Name": Field.NAME}, refused="import_no_column"),
    Awkward(name="a column that is not there", content=b"Wer,Wann\nAna,1.1.1980\n", columns={"Who": Field.NAME}, refused="import_no_column"),
    # ---- vCards ----
    Awkward(name="vcard 2.1", content=("BEGIN:VCARD\nVERSION:2.1\n" + QP + "\nTEL;CELL:+380 00\nEND:VCARD\n").encode(), new=1, people=("Ігор Заг",)),
    Awkward(name="vcard 2.1 with blanks in folds", content=card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=\n =D0=BD=D0=B0", version="2.1").encode(),
            new=1, people=("Ана",)),
    Awkward(name="a soft break before the next line", content=card("FN;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9=\r\n", "TEL;HOME:+1 555", version="2.1").encode(),
            new=1, people=("José",)),
    Awkward(name="vcard 3 folded inside a character", content=card("FN:J").encode().replace(b"FN:J", b"FN:J\xc3\r\n \xbcrgen"), new=1, people=("Jürgen",)),
    Awkward(name="vcard 4", content=card("FN:Ana Exemplo", "N:Exemplo;Ana;;;", "BDAY:--0415", "ORG:Acme;R&D", "TITLE:CTO", version="4.0").encode(), new=1,
            birthdays={"Ana Exemplo": "--04-15"}),
    Awkward(name="groups and labels", content=card("item1.FN:Ana Exemplo", "item1.EMAIL;type=INTERNET:Ana@Example.com", "item1.X-ABLabel:_$!<Other>!$_").encode(), new=1,
            query="SELECT value FROM person_details", rows=(("ana@example.com",),)),
    Awkward(name="birthdays without a year", content="".join((
            card("FN:A", "BDAY:--04-15"), card("FN:B", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15"), card("FN:C", "BDAY;VALUE=date:--0415"),
            card("FN:D", "BDAY:1604-04-15"), card("FN:E", "BDAY;VALUE=text:circa 1800"), card("FN:F", "BDAY;VALUE=DATE-TIME:1980-04-15T23:00:00Z"),
            card("FN:G", "BDAY:19800229"))).encode(), new=7,
            birthdays={"A": "--04-15", "B": "--04-15", "C": "--04-15", "D": "--04-15", "E": "", "F": "1980-04-15", "G": "1980-02-29"}),
    Awkward(name="parameters without names", content=card("FN:Ana Exemplo", "TEL;CELL:020-752", "EMAIL;INTERNET;HOME:a@example.com", version="2.1").encode(), new=1,
            query="SELECT kind, value FROM person_details ORDER BY 1", rows=(("email", "a@example.com"), ("phone", "020-752"))),
    Awkward(name="quoted-printable without a name", content=card("FN;quoted-printable:Ana Exemplo=20Dois", "NOTE;quoted-printable:", version="2.1").encode(), new=1,
            people=("Ana Exemplo Dois",)),
    Awkward(name="a soft break before an empty line", content=card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=D0=B0=", "", "TEL;CELL:+7 000", version="2.1", end="\n").encode(),
            new=1, people=("Ана",)),
    Awkward(name="an omitted year beside another parameter", content=card("FN:Ana Exemplo", "BDAY;X-APPLE-OMIT-YEAR=1604;VALUE=DATE:16040105").encode(), new=1,
            birthdays={"Ana Exemplo": "--01-05"}),
    Awkward(name="undeclared cp1252", content=card("FN:Jürgen Groß").encode("cp1252"), new=1, people=("Jürgen Groß",)),
    Awkward(name="declared charset", content=card("FN;CHARSET=ISO-8859-15:Zoé €", version="2.1").encode("iso-8859-15"), new=1, people=("Zoé €",)),
    Awkward(name="utf-16 vcard", content=card("FN:Zoé").encode("utf-16"), new=1, people=("Zoé",)),
    Awkward(name="one bad card", content=(card("FN:Ana Exemplo") + "BEGIN:VCARD\r\nHome phone:1\r\nFirst name:Eddie\r\nEND:VCARD\r\n" + card("FN:Bob Muster")).encode(),
            new=2, rejected=("unreadable",)),
    Awkward(name="a card that is cut off", content=(card("FN:Ana Exemplo") + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Mus").encode(), new=1, rejected=("cut_off",)),
    Awkward(name="a card that begins in another", content=("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\n" + card("FN:Ana Exemplo")).encode(), new=1, rejected=("cut_off",)),
    Awkward(name="blank lines in a card", content=card("", "FN:Gábor Béla", "", "Szabó", "TEL:+36 30").encode(), new=1, people=("Gábor Béla",)),
    Awkward(name="companies and groups", content="".join((card("FN:Acme", "ORG:Acme", "X-ABShowAs:COMPANY"), card("FN:Team", "KIND:group", version="4.0"),
            card("FN:Acme Ltd", "N:;;;;", "ORG:Acme Ltd"), card("FN:Ana Exemplo", "ORG:Acme"))).encode(), new=1, rejected=("organisation",) * 3),
    Awkward(name="escapes", content=card("FN:Exemplo\\, Ana", "N:Ex\\;emplo;Ana;;;", "NOTE:one\\ntwo").encode(), new=1,
            query="SELECT name, notes FROM people", rows=(("Exemplo, Ana", "one\ntwo"),)),
    Awkward(name="a picture in a card", content=card("FN:Ana Exemplo", "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["QUJD" * 18] * 3000)).encode(), new=1),
    Awkward(name="an e-mail address alone", content=card("EMAIL:ana@example.com").encode(), new=1, people=("ana@example.com",)),
    Awkward(name="an agent in a card", content=card("FN:Ana Exemplo", "AGENT:", "BEGIN:VCARD", "FN:Agent", "END:VCARD", version="2.1").encode(), new=1, people=("Ana Exemplo",)),
    # ---- calendars ----
    Awkward(name="birthdays of a calendar", content=calendar(
            event("Ana Exemplo's birthday"), event("Anniversaire de Zoé Été", "DTSTART;VALUE=DATE:16040416"), event("Geburtstag von Jürgen", "DTSTART;VALUE=DATE:19000228"),
            event("🎂 Cumpleaños de Íñigo (45)", "DTSTART:19700301"), event("Bob Muster’s 40th Birthday", "DTSTART;TZID=Europe/Paris:19860101T000000")), new=5,
            birthdays={"Ana Exemplo": "1980-04-15", "Zoé Été": "--04-16", "Jürgen": "--02-28", "Íñigo": "--03-01", "Bob Muster": "1986-01-01"}),
    Awkward(name="yearly events that are no birthdays", content=calendar(
            event("Anniversaire de mariage"), event("Anniversaire de la société"), event("Wedding anniversary"), event("Tag der Deutschen Einheit"),
            event("Taxes"), event("Mon anniversaire"), event("Ana's birthday", rule=""), event("Bob's birthday", rule="RRULE:FREQ=MONTHLY"),
            event("Mother's birthday", rule="RRULE:FREQ=YEARLY;BYDAY=2SU"), event("Ana Exemplo's Birthday", "DTSTART;VALUE=DATE:19800229")), new=1,
            birthdays={"Ana Exemplo": "1980-02-29"}),
    Awkward(name="a leap day in a year without one", content=calendar(event("Ana Exemplo's birthday", "DTSTART;VALUE=DATE:19000229")), new=1,
            birthdays={"Ana Exemplo": "--02-29"}),
    Awkward(name="a day that is none", content=calendar(event("Ana Exemplo's birthday", "DTSTART;VALUE=DATE:19800231"), event("Bob Muster's birthday")), new=1,
            rejected=("date",)),
    Awkward(name="a moment in another zone", content=calendar(event("Ana Exemplo's birthday", "DTSTART:19800414T220000Z"), event("Bob's birthday", "DTSTART:19800415T000000Z")),
            new=1, rejected=("date",), birthdays={"Bob": "1980-04-15"}),
    Awkward(name="folded inside a character", content=calendar(event("J")).replace(b"SUMMARY:J", b"SUMMARY:J\xc3\r\n \xbcrgen's birthday"), new=1, people=("Jürgen",)),
    Awkward(name="a calendar that is cut off", content=calendar(event("Ana Exemplo's birthday"), event("Bob Muster's birthday"))[:-60], new=1, rejected=("cut_off",)),
    Awkward(name="a calendar without birthdays", content=calendar(event("Taxes"))),
)  # fmt: skip
