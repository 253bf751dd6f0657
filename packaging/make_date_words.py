"""Writes ``linkapp/domain/date_words.py`` from CLDR (through Babel, a development dependency). Run after a CLDR update."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from babel import Locale

LANGUAGES = ("en", "fr", "de", "es")
TARGET = Path(__file__).parent.parent / "linkapp" / "domain" / "date_words.py"


def plain(word: str) -> str:
    """Case-folded, without a closing point, straight apostrophes: the form the reader compares."""
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'").rstrip(".")


def table(code: str) -> tuple[dict[str, int], dict[str, int]]:
    locale = Locale.parse(code)
    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months |= {plain(word): number for number, word in locale.months[context][width].items()}
            days |= {plain(word): number for number, word in locale.days[context][width].items()}
    return months, days


def main() -> None:
    lines = [
        '"""Month and weekday names per language. Made from CLDR by ``packaging/make_date_words.py``; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "MONTHS: dict[str, dict[str, int]] = {",
    ]
    tables = {code: table(code) for code in LANGUAGES}
    for code, (months, _) in tables.items():
        lines.append(f'    "{code}": {{')
        lines += [f'        "{word}": {number},' for word, number in sorted(months.items(), key=lambda item: item[1])]
        lines.append("    },")
    lines += ["}", '"""Month (1-12) by its name, case-folded, without a closing point."""', ""]
    lines.append("WEEKDAYS: dict[str, dict[str, int]] = {")
    for code, (_, days) in tables.items():
        lines.append(f'    "{code}": {{')
        lines += [f'        "{word}": {number},' for word, number in sorted(days.items(), key=lambda item: item[1])]
        lines.append("    },")
    lines += ["}", '"""Weekday (Monday 0) by its name, case-folded, without a closing point."""', ""]
    TARGET.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
