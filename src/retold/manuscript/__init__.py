"""The waist of the house: one whole work as plain values, and what can be known of it without a database."""
