"""Reading: chapter by chapter, or the entire work."""
