"""What LinkApp was given, or found, and cannot use: no bug of LinkApp's, and always with a way on."""

from __future__ import annotations


class KnownError(Exception):
    """Something outside LinkApp is not as it has to be. Nothing was done, and what was found was left as it is.

    The message is one English sentence. ``code`` names the same in the tables of sentences: ``bad.<code>`` says what
    happened and ``bad.<code>.do`` what the person can do, both filled in with ``facts``; ``family`` stands for "bad".
    """

    family = "bad"
    """What the keys of these sentences begin with."""

    def __init__(self, sentence: str, code: str, **facts: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.facts = facts
