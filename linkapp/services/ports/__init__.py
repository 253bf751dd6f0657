"""Every outside thing LinkApp talks to, as one protocol each, a module a subject. Wired by hand in ``app.py``."""
