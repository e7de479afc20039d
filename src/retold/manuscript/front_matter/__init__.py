"""Front matter of a plain-text story: what is not the story itself, labelled or not."""

from retold.manuscript.front_matter.splitter import split

__all__ = ["split"]
