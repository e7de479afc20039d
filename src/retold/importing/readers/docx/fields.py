"""Fields of a Word document: an instruction, and the result that is shown for it. They nest, and cross paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field

from retold.importing.readers.written.inline import Format, linked
from retold.importing.readers.written.links import is_contents, link_tag

_DEEPEST = 50


@dataclass
class _Field:
    instruction: list[str] = field(default_factory=list)
    shown: bool = False
    link: str = ""
    contents: list[str] | None = None


class Fields:
    """The fields that are open. Of a table of contents the lines are kept aside, and told when it ends."""

    def __init__(self) -> None:
        self.open: list[_Field] = []
        self._too_deep = 0

    @property
    def hides(self) -> bool:
        """Whether text here is an instruction, or a line of a table of contents."""
        return any(not one.shown or one.contents is not None for one in self.open)

    def begin(self) -> None:
        """A field begins, with its instruction."""
        if len(self.open) >= _DEEPEST:
            self._too_deep += 1
        else:
            self.open.append(_Field())

    def instruct(self, text: str) -> None:
        """Add to the instruction."""
        if self.open and not self.open[-1].shown:
            self.open[-1].instruction.append(text)

    def separate(self) -> None:
        """The instruction is over, the result begins."""
        if not self.open or self.open[-1].shown:
            return
        one = self.open[-1]
        one.shown = True
        instruction = "".join(one.instruction)
        one.contents = [] if is_contents(instruction) else None
        one.link = link_tag(instruction)

    def hidden(self, text: str) -> None:
        """Keep a piece of a table of contents."""
        for one in self.open:
            if one.contents is not None and self.open[-1].shown:
                one.contents.append(text)
                return

    def end(self) -> tuple[str, str]:
        """A field ends; what of it is to be told, and where it stood."""
        if self._too_deep:
            self._too_deep -= 1
            return "", ""
        ended = self.open.pop() if self.open else _Field()
        return "table of contents", " ".join(ended.contents or ())

    def linked(self, form: Format) -> Format:
        """The format of text here, in the link that a field makes of it unless it is in one."""
        if any(tag.startswith("<a ") for tag in form):
            return form
        link = next((one.link for one in reversed(self.open) if one.link), "")
        return (link, *linked(form)) if link else form
