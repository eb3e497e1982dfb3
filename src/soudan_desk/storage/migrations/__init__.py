"""How an office's database came to its present shape; a released step is never edited."""
