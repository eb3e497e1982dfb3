"""Acts that need paper or tables, shared by the window and the commands."""
