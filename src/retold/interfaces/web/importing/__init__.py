"""Bring files in, and mend the preview of what was read."""
