"""What every page shares: the frame around it, errors, fonts, the reader's settings, safety headers."""
