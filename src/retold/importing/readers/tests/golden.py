"""Golden files: an input and the Manuscript that it must give, side by side.

Run the tests with RETOLD_SAVE_GOLDEN=1 to write the expected Manuscripts anew, then read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from retold.manuscript.model import Manuscript
from retold.manuscript.serialise import dumps, loads, to_json

SWITCH = "RETOLD_SAVE_GOLDEN"


def check_golden(manuscript: Manuscript, path: Path) -> None:
    """Assert that the Manuscript is the one kept at `path` (a .json file), or keep it there if asked to.

    Both are compared as JSON, so that pytest shows the very field that differs. What is kept must also
    read back to an equal Manuscript.
    """
    if os.environ.get(SWITCH) == "1":
        path.write_text(dumps(manuscript, indent=1) + "\n", encoding="utf8")
    assert path.exists(), f"There is no {path.name}. Run the tests with {SWITCH}=1 to write it, then read it."
    kept = path.read_text(encoding="utf8")
    assert json.loads(json.dumps(to_json(manuscript))) == json.loads(kept)
    assert loads(kept) == manuscript
