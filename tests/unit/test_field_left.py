"""A finished text that still looks like a field is found, in any common notation; ordinary sentences are not."""

from __future__ import annotations

import pytest

from linkapp.domain.field_left import field_left
from linkapp.domain.message import Fault, check, texts

FIELDS = """
{first_name}
{first name}
{FIRSTNAME}
{ first_name }
{{name}}
{{ contact.first_name }}
{{first_name|there}}
{name|there}
{0}
{custom1}
${name}
#{name}
%FIRSTNAME%
%first_name%
%%NAME%%
%FIRSTNAME
%(name)s
%s
% First Name %
[First Name]
[NAME]
[name]
[prénom]
[Vorname]
[Your Name]
[insert name here]
[Company]
[[name]]
<name>
<First Name>
<<anything>>
<%= name %>
{% if name %}
«prénom»
« Prénom »
‹name›
【name】
｛name｝
＜name＞
$name
$FIRST_NAME
$(name)
__NAME__
__first_name__
_NAME_
##NAME##
#NAME#
*|FNAME|*
*|MMERGE1|*
|NAME|
@@NAME@@
@name@
~name~
:first_name:
(first name)
(Prénom)
first_name
FNAME
firstName
%recipient.first%
[MERGE_FIRST_NAME]
[TO_NAME]
[[+name]]
[Name,fallback=there]
[contact:firstname]
((name))
&lt;name&gt;
==NAME==
!fname
_|FNAME|_
{$name}
{!Contact.FirstName}
{{#if name}}
___
}
half}
{half
""".strip().splitlines()

SENTENCES = """
Happy birthday, Ada! :-)
Happy birthday, Ada ;) (and many more)
Happy birthday [and many more], Ada!
Alles Gute, Ada :-} bis bald
Ada <3 <3 happy birthday
Hope you have 100% fun, at least 50% off work!
20 % de réduction, 100 % bonheur
{^_^} happy birthday
(^_^) d(^_^)b ^_^
:D xD :P >:) >.< <(^.^)> \\o/
XXX and xoxo
Your name is beautiful
We are on a first name basis, Ada
What a title (and what a year)!
Il a dit « bonjour » et « à bientôt »
„Alles Gute“, Ada
Have a *great* day and a _lovely_ evening
__really__ happy birthday
#HappyBirthday #cake
#1 in my heart, #2 in yours
Win $100 or $5k; A$AP
Mail me: ada@example.org
Best, @ada
See https://example.org/?a=%20b
-- Ada --
Hello there, dear friend!
Dear Ada, names change, friends stay
[sic]
50%off and %-signs
Ada | Luc | Lena
🎂🎉
:cake: :smile:
~ Ada ~
Chère Ada, joyeux anniversaire !
Your name, your day!
The name of the game is fun.
""".strip().splitlines()


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("around", ["{}", "Happy birthday {}!", "Bonjour {},\nbon anniversaire"])
def test_what_looks_like_a_field_is_found_at_its_place(field: str, around: str) -> None:
    if field == "___" and around == "{}":
        return
    text = around.replace("{}", field)
    found = field_left(text)
    assert found is not None
    start, end = found
    assert start < text.index(field) + len(field)
    assert end > text.index(field)


@pytest.mark.parametrize(
    "text",
    [
        "Hi null,",
        "Dear Name,",
        "Hi First Name!",
        "Hallo undefined!",
        "Happy birthday, name!",
        "Hi (Name)!",
        "Hi *NAME*,",
        "Hi `name`",
    ],
)
def test_an_address_that_was_never_filled_in_is_found(text: str) -> None:
    assert field_left(text) is not None


@pytest.mark.parametrize("text", SENTENCES)
def test_smileys_and_ordinary_brackets_are_no_fields(text: str) -> None:
    assert field_left(text) is None


@pytest.mark.parametrize(
    ("template", "start", "end"),
    [
        ("Hi {{first_name}}", 3, 17),
        ("Hi %FIRSTNAME%, {first_name}", 3, 14),
        ("{first_name}, <name>", 14, 20),
        ("[Hi|Hello] [[name]]", 11, 19),
        ("[Hi|Hello *|FNAME|*] {first_name}", 12, 17),
    ],
)
def test_a_template_that_would_leave_a_field_in_the_text_is_a_mistake_at_its_place(
    template: str, start: int, end: int
) -> None:
    assert check(template) == (Fault(code="looks_like_field", start=start, end=end),)
    with pytest.raises(ValueError, match="mistakes"):
        texts(template, {"first_name": "Ada"})


def test_a_field_made_of_two_halves_is_a_mistake_of_the_whole_template() -> None:
    assert [fault.code for fault in check("%[FIRST|LAST]NAME%")] == ["looks_like_field"]
