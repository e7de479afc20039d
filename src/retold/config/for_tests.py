"""Loaded by pytest before anything else (`-p`): tests never touch the home folder of a person."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="retold-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["RETOLD_HOME"] = _home
