"""Works come in: readers of files, and the way in."""
