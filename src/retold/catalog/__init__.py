"""What the archive holds: people, tags, works, credits, and the desk where whole works come in and go out."""
