"""Signs of mourning in names and headlines, and what only looks like one."""

from __future__ import annotations

import pytest

from linkapp.domain.mourning import sign_of_mourning


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("In memoriam Anna Quill", ""),
        ("Anna Quill (In Memoriam)", ""),
        ("In loving memory of Anna Quill", ""),
        ("Remembering Anna Quill", ""),
        ("Anna Quill (Remembering)", ""),
        ("The late Anna Quill", ""),
        ("Late Dr Anna Quill", ""),
        ("Late Shri Ramesh Quill", ""),
        ("Anna Quill †", ""),
        ("† Anna Quill", ""),
        ("Anna Quill (1950–2024)", ""),
        ("RIP Anna Quill", ""),
        ("Anna Quill R.I.P.", ""),
        ("Anna Quill (deceased)", ""),
        ("Anna Quill (verstorben)", ""),
        ("In Gedenken an Anna Quill", ""),
        ("Im stillen Gedenken Anna Quill †", ""),
        ("Feu Luc Quill", ""),
        ("Luc Quill (décédé)", ""),
        ("Anne Quill - décédée", ""),
        ("En mémoire de Luc Quill", ""),
        ("À la mémoire de Luc Quill", ""),
        ("Ana Quill Q.E.P.D.", ""),
        ("Ana Quill QEPD", ""),
        ("Ana Quill D.E.P.", ""),
        ("Ana Quill (fallecida)", ""),
        ("Descanse en paz Ana Quill", ""),
        ("Anna Quill", "In memoriam"),
        ("Anna Quill", "In loving memory"),
        ("Anna Quill", "In Loving Memory of a great teacher"),
        ("Anna Quill", "Teacher | In memory of Anna"),
        ("Anna Quill", "Remembering Anna Quill, who loved the sea"),
        ("Anna Quill", "Remembering"),
        ("Anna Quill", "The late Anna Quill was a teacher"),
        ("Anna Quill", "Late Dr A. Quill"),
        ("Anna Quill", "R.I.P."),
        ("Anna Quill", "RIP Anna"),
        ("Anna Quill", "Deceased"),
        ("Anna Quill", "Deceased in 2024"),
        ("Anna Quill", "Passed away on 3 May"),
        ("Anna Quill", "Rest in peace, dear colleague"),
        ("Anna Quill", "Verstorben am 3. Mai"),
        ("Anna Quill", "Im Gedenken an unsere Kollegin"),
        ("Anna Quill", "Lehrerin († 2024)"),
        ("Anna Quill", "Ruhe in Frieden"),
        ("Anne Quill", "Décédée le 3 mai"),
        ("Anne Quill", "En mémoire de notre collègue"),
        ("Anne Quill", "Repose en paix"),
        ("Ana Quill", "Q.E.P.D."),
        ("Ana Quill", "Descanse en paz"),
        ("Ana Quill", "Fallecida en 2024"),
        ("Ana Quill", "En memoria de nuestra compañera"),
    ],
)
def test_a_sign_of_mourning_is_seen(name: str, headline: str) -> None:
    assert sign_of_mourning(name, headline)


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("Anna Quill", "Remembering to code"),
        ("Anna Quill", "Remembering Names: memory coach"),
        ("Anna Quill", "Late-stage startup"),
        ("Anna Quill", "Late stage investor"),
        ("Anna Quill", "The late shift manager"),
        ("Anna Quill", "Building late-night radio at Acme"),
        ("Anna Quill", "Ripped jeans designer"),
        ("Anna Quill", "Network engineer: OSPF, RIP, BGP"),
        ("Anna Quill", "RIP software operator, prepress"),
        ("Anna Quill", "Deceased estates lawyer"),
        ("Anna Quill", "Carrying on the work of the late Prof. Tarvel"),
        ("Anna Quill", "In-memory databases"),
        ("Anna Quill", "Running a charity in memory of my son"),
        ("Anna Quill", "Leiterin der Gedenkstätte Tarvel"),
        ("Anna Quill", "Bestatterin, würdevoll für Verstorbene"),
        ("Anne Quill", "Chargée de la gestion des décès"),
        ("Anne Quill", "Sécurité incendie et feu de forêt"),
        ("Anne Quill", "Feu d'artifice: artificière"),
        ("Ana Quill", "Jefa de DEP. Ventas"),
        ("Ana Quill", "Seguros de vida y fallecimiento"),
        ("Anna Late", ""),
        ("Anna Laterza", ""),
        ("Tripp Ripley", "Dep. manager"),
        ("Anna Memoriam-Quill", "Memorial hospital"),
        ("Anna Quill", "IBX 1985–2020"),
    ],
)
def test_what_only_looks_like_mourning_is_none(name: str, headline: str) -> None:
    assert sign_of_mourning(name, headline) == ""
