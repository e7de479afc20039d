"""What keeps the archive sound."""
