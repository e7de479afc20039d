"""What our own HTML file holds for the reader: one inert JSON block, known by its id."""

from __future__ import annotations

FORMAT = "retold.html/1"
# {"format", "manuscript": texts replaced by slots, "assets": {name: base64 of what no picture shows}}
BEGIN = '<script type="application/json" id="retold-manuscript">'
END = "</script>"
