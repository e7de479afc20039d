"""The `retold` command: each module holds the commands of one concern."""
