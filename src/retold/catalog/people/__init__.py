"""Accounts, the pen names that works are signed with, and what a viewer is."""
