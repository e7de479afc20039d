"""Small pure helpers, each named for its topic."""
