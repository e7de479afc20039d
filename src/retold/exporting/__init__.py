"""Works taken away: what a viewer may see of a work, written in a format to keep."""
