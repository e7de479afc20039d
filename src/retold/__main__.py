"""`python -m retold` is the `retold` command."""

from retold.interfaces.cli.main import main

main()
