"""The documents the office prints, from plain data."""
