"""Reading and writing Excel and CSV; no casework in it."""
