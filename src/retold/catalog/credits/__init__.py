"""What works owe: sources, and the credits that a person accepted."""
