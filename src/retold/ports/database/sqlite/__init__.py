"""The database engine that settings name; Django looks for `base.DatabaseWrapper` here."""
