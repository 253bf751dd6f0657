"""What lies over a page: which control puts it away, and what is never touched."""

from __future__ import annotations

from linkapp.engine.pages import cover
from tests.engine.conftest import Show

OVER = "<ul><li><a href='/in/ann/'>Ann</a></li></ul></main><div style='position:fixed;inset:0;background:#ccc'>{body}</div><main>"
ENDS = " onclick='this.closest(\"[style*=fixed]\").remove()'"
BINDS = ' onclick=\'document.title="bound"; this.closest("[style*=fixed]").remove()\''

PUT_AWAY = {
    "its close control": f"<div role=dialog><button{BINDS}>Try for free</button><button aria-label=Dismiss{ENDS}>x</button></div>",
    "a cross": f"<div role=dialog><button{BINDS}>Start now</button><button{ENDS}>×</button></div>",
    "a French one": f"<div role=dialog><button{BINDS}>Accepter</button><button{ENDS}>Fermer</button></div>",
    "a form that only closes": f"<dialog open><form method=dialog><button{ENDS}>Schließen</button></form></dialog>",
    "a layer without a role": f"<p>Rate us</p><button aria-label='Close this notice'{ENDS}></button>",
}
STAYS = {
    "only accepting": f"<div role=dialog><button{BINDS}>Accept all</button><button{BINDS}>OK</button></div>",
    "closing that accepts": f"<div role=dialog><button{BINDS}>Close and accept</button></div>",
    "a form that is sent": f"<form action='/x'><button type=submit{BINDS}>Dismiss</button></form>",
    "a link that leads away": "<div role=dialog><a href='/premium' role=button>Close</a></div>",
    "somebody's draft": f"<div role=dialog><textarea>Dear Ann</textarea><button{BINDS}>Close</button></div>",
    "a field that is filled in": f"<div role=dialog><input value='half a'><button{BINDS}>Close</button></div>",
}


async def test_it_is_put_away_by_its_own_control_and_by_nothing_that_binds(show: Show) -> None:
    for name, body in {**PUT_AWAY, **STAYS}.items():
        tab = await show(OVER.format(body=body))
        assert await cover.lies_over(tab.page, tab.asking), name
        assert await cover.put_away(tab.page, tab.asking, by_key=False) == (name in PUT_AWAY), name
        assert await tab.page.title() != "bound", name


async def test_escape_is_tried_first_where_the_caller_allows_it_and_never_over_a_draft(show: Show) -> None:
    listens = "<script>addEventListener('keydown', (e) => e.key === 'Escape' && document.querySelector('[style*=fixed]').remove())</script>"
    for by_key, more, gone in ((True, "", True), (False, "", False), (True, "<textarea>x</textarea>", False)):
        tab = await show(OVER.format(body=f"<div role=dialog>An offer{more}</div>{listens}"))
        assert await cover.put_away(tab.page, tab.asking, by_key=by_key) is gone


async def test_a_page_with_a_bar_at_its_foot_or_its_head_is_not_covered(show: Show) -> None:
    for edge in ("top:0", "bottom:0"):
        tab = await show(f"<p>x</p><div style='position:fixed;left:0;right:0;{edge};height:80px'>Cookies</div>")
        assert not await cover.lies_over(tab.page, tab.asking)
