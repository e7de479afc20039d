"""The families of phrasing: each module has a table `PHRASES` and a function `read` that turns a match into credits."""
