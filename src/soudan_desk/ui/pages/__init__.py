"""One module for each page; pages take callables and plain data, never the store."""
