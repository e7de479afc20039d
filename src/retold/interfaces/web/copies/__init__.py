"""The copies that a work consists of: listed, read, compared, joined and parted."""
