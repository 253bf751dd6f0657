"""The campaign tab: whom a run would write to, with what, and what became of it."""
