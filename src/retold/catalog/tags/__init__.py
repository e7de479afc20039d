"""The names that works are described by, kind by kind."""
