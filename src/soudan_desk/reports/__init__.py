"""Statistics: tables first, then files from the same table."""
