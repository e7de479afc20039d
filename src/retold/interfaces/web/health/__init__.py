"""How the archive is: a page for its keeper, and numbers for a program that watches it."""
