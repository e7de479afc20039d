"""Tests of the Manuscript, its markup and its language."""
