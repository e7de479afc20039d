"""Works, their chapters and texts, every copy that came in, series, and who may see what."""
