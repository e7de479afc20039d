"""Layouts that a writer and a reader of our own formats share: names of files, marks in documents, what goes where."""
