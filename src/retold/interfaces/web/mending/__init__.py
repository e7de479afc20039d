"""Mending: the form that asks what a work is and whom it credits, and the page that mends a work that is kept."""
