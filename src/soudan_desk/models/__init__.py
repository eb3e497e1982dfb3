"""What the office keeps: one file per record."""
