"""HTML pages: one folder for each family of pages."""
