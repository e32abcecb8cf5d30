"""Bytes: where they lie, what they are, what was promised about them. This house knows no law."""
