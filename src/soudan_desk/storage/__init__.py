"""The office folder: keys, the encrypted database, units of work, backups, search index."""
