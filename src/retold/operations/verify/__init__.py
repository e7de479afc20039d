"""Whether everything that is kept is as it was kept; what is not, and which works it belongs to; and repair.

`verify` looks at a whole home, `look_at_file` at a package or a backup, `scrub` at a slice of the kept files at a time.
"""

from __future__ import annotations

from retold.operations.verify.files import scrub
from retold.operations.verify.findings import Damage, Findings
from retold.operations.verify.packages import look_at_file
from retold.operations.verify.verifying import verify

__all__ = ["Damage", "Findings", "look_at_file", "scrub", "verify"]
