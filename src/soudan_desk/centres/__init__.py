"""Every kind of centre; a new kind is a new package and one line here."""
