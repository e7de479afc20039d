"""A work's own page, its credits, and what can be carried away."""
