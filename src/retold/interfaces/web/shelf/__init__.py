"""The shelf: every work that its viewer may see."""
