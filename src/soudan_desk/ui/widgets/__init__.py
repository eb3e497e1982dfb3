"""Our kit: anything the window uses on two pages, painted from the theme's tokens."""
