"""Files over which people stumbled with other programs, each made here after what they told; in front of each, where."""

from __future__ import annotations

from tests.imports.awkward_files import ANA, BOB, CSV, Awkward, calendar, card, event, zipped

_PHONES = "SELECT value FROM person_details WHERE kind = 'phone'"
_NAMES = "SELECT name FROM people ORDER BY id"

STRANGERS = (
    # nextcloud/contacts#413
    Awkward(name="a nickname alone", content=card("N:;;;;", "FN:", "NICKNAME:somenickname", "NOTE:").encode(), new=1,
            people=("somenickname",)),
    # nextcloud/contacts#3980
    Awkward(name="no formatted name", content=card("N:Exemplo;Ana;;;", "TEL:+1 555").encode(), new=1, people=("Ana Exemplo",)),
    # owncloud-archive/contacts#1117
    Awkward(name="a name of pictures alone", content=(card("FN:\U0001f984\U0001f382", "TEL:+1 555") + card("FN:Zoë \U0001f469\u200d\U0001f4bb")).encode(),
            new=2, people=("\U0001f984\U0001f382", "Zoë \U0001f469\u200d\U0001f4bb")),
    # owncloud-archive/contacts#1043
    Awkward(name="an empty birthday is not today", content=card("FN:Ana Exemplo", "BDAY;VALUE=DATE:").encode(), new=1, birthdays={"Ana Exemplo": ""}),
    # owncloud/contacts#488
    Awkward(name="a birthday in words", content=(card("FN:Ana", "BDAY:Jan 1, 1971") + card("FN:Zoé", "BDAY:2 mars 1980")).encode(), new=2,
            birthdays={"Ana": "1971-01-01", "Zoé": "1980-03-02"}),
    # Rillke/Contact-Conversion-Wizard#28, nextcloud/server#19218
    Awkward(name="years that mean none and a day that comes every four", content="".join((
            card("FN:A", "BDAY:0000-04-15"), card("FN:B", "BDAY:00000415"), card("FN:C", "BDAY:1604-02-29"), card("FN:D", "BDAY:--0229"),
            card("FN:E", "BDAY:1981-02-29"))).encode(), new=5,
            birthdays={"A": "--04-15", "B": "--04-15", "C": "--02-29", "D": "--02-29", "E": ""}),
    # roundcube/roundcubemail#9592
    Awkward(name="two people with one address", content=(card("N:Doe;Jane;;;", "FN:Jane Doe", "EMAIL:doe@example.net")
            + card("N:Doe;John;;;", "FN:John Doe", "EMAIL:doe@example.net")).encode(), new=2, people=("Jane Doe", "John Doe")),
    # SimpleMobileTools/Simple-Contacts#1047
    Awkward(name="the sound of a name", content=card("FN:Ana Exemplo", "SOUND;X-IRMC-N:;;;;", "TEL;CELL:1234", version="2.1").encode(), new=1,
            query=_PHONES, rows=(("1234",),)),
    # owncloud/core#13294
    Awkward(name="an escaped colon in a name", content=card("FN:Z Kni Bz Rp: Wr.no", "N:Rp\\: Wr.no;Z Kni Bz;;;", "TEL;TYPE=MAIN:+91 99").encode(), new=1,
            people=("Z Kni Bz Rp: Wr.no",)),
    # SimpleMobileTools/Simple-Contacts#382
    Awkward(name="a kind of number of one's own", content=card("N:;Name;;;", "FN:Name", "TEL;WORK:0123", "TEL;X-Jacky:0456", version="2.1").encode(), new=1,
            query=_PHONES, rows=(("0123",), ("0456",))),
    # owncloud-archive/contacts#851
    Awkward(name="notes of several lines that are not folded", content=card("FN:Ana Exemplo", "NOTE;ENCODING=QUOTED-PRINTABLE:=41=42=", "=43", "and more of it",
            "TEL;CELL:123", version="2.1").encode(), new=1, query=_PHONES, rows=(("123",),)),
    # TablePress/TablePress#198, jakob/TableTool#34
    Awkward(name="semicolons beside more commas", content=(b"Anrede;Vorname;Nachname;Firma;Abteilung;Position;E-Mail-Adresse;Geburtstag;Notizen\n"
            b";Ana;Exemplo;Acme, Inc., Ltd.;;CTO, a, b, c, d, e;ana@example.com;15.4.1980;1,50, 2,50, 3,50, 4,50, 5,50;\n"), new=1,
            query="SELECT company FROM people", rows=(("Acme, Inc., Ltd.",),)),
    # orbinson/aem-dictionary-translator#118
    Awkward(name="commas beside more semicolons", content=(CSV + ANA.replace("Acme", '"A; b; c; d; e; f; g; h"')).encode(), new=1,
            query="SELECT company FROM people", rows=(("A; b; c; d; e; f; g; h",),)),
    # pathikrit/better-files#262
    Awkward(name="an archive with strokes the other way", content=zipped(("Basic\\Connections.csv", CSV + ANA)), new=1),
    # codeclysm/extract#5
    Awkward(name="an archive with such strokes that lead out", content=zipped(("..\\..\\Connections.csv", CSV + ANA)), refused="import_unsafe"),
    Awkward(name="an archive with a drive in its path", content=zipped(("C:\\x\\Connections.csv", CSV + ANA)), refused="import_unsafe"),
    # DiscipleTools/disciple-tools-theme#627
    Awkward(name="marks of direction in a name", content=(CSV + ANA.replace("Ana,Exemplo", "\u200eAna\u200f,Exe\u200bmplo")).encode(), new=1, people=("Ana Exemplo",)),
    # nhoizey/vscode-gremlins#204
    Awkward(name="marks of direction in a number", content=card("FN:Ana Exemplo", "TEL:\u202a+33 1 23 45 67 89\u202c").encode(), new=1,
            query=_PHONES, rows=(("+33 1 23 45 67 89",),)),
    # hwdsb/tec-ical-importer#18
    Awkward(name="a zone that nobody knows", content=calendar(event("Ana Exemplo's birthday", 'DTSTART;TZID="Customized Time Zone":19800415T000000')), new=1,
            birthdays={"Ana Exemplo": "1980-04-15"}),
    # lavab/web#946
    Awkward(name="a picture as large as a file", content=(card("FN:Ana", "PHOTO;ENCODING=b:" + "\r\n ".join(["QUJD" * 18] * 40_000))
            + card("FN:Bob", "PHOTO:data:image/jpeg;base64," + "QUJD" * 700_000, version="4.0")).encode(), new=2, people=("Ana", "Bob")),
    # what was cut off, and what is longer than anybody writes
    Awkward(name="a table that ends within a row", content=(CSV + ANA + BOB + "Cem,Örnek,https://www.linkedin.com/in/cem-orn").encode(), new=2,
            rejected=("cut_off",), people=("Ana Exemplo", "Bob Muster")),
    Awkward(name="a line of five megabytes", content=(CSV + ANA.replace("Acme", "x" * 5_000_000) + BOB).encode(), new=1, rejected=("too_long",), people=("Bob Muster",)),
    Awkward(name="nothing in the bytes of a name", content=(CSV + ANA.replace("Ana,", "Ana\0,").replace("Acme", "Ac\0me")).encode(), new=1, people=("Ana Exemplo",),
            query=_NAMES, rows=(("Ana Exemplo",),)),
    Awkward(name="line ends that a program doubled", content=(CSV + ANA + BOB).replace("\n", "\r\r\n").encode(), new=2),
    Awkward(name="a mark of two bytes and semicolons", content=b"\xff\xfe" + (CSV + ANA).replace(",", ";").replace("\n", "\r\n").encode("utf-16-le"), new=1),
    Awkward(name="a name folded with a tab", content=b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\n\t Exemplo\r\nEND:VCARD\r\n", new=1, people=("Ana Exemplo",)),
    Awkward(name="a card in small letters", content=b"begin:vcard\r\nversion:3.0\r\nfn:Ana Exemplo\r\nend:vcard\r\n", new=1, people=("Ana Exemplo",)),
    Awkward(name="a soft break inside a letter", content=b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=\r\n=89t=C3=A9;Zo=C3=A9;;;\r\nEND:VCARD\r\n",
            new=1, people=("Zoé Été",)),
    Awkward(name="archives in archives in archives", content=zipped(("a.zip", zipped(("b.zip", zipped(("Connections.csv", CSV + ANA)))))),
            refused="import_not_understood"),
)  # fmt: skip
