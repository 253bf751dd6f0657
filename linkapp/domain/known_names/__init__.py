"""Names by what they can be, folded as ``name.folded`` does it (no accents, small letters).

A name that stands in none of the three tables is simply not known. One in the wrong table would greet somebody by the
family name, so in doubt it is ``EITHER``.
"""

from __future__ import annotations

from linkapp.domain.known_names.either import EITHER
from linkapp.domain.known_names.family import FAMILY
from linkapp.domain.known_names.given import GIVEN

__all__ = ["EITHER", "FAMILY", "GIVEN"]
