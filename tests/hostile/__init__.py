"""Files that mean harm, made by rule and always the same, and the look at what they come to (safety.md §2)."""
