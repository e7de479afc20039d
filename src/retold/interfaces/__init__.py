"""The ways in: translate, call once, answer; no rules live here."""
