from __future__ import annotations

import sys

from tests.planted.run import main

sys.exit(main(sys.argv[1:]))
