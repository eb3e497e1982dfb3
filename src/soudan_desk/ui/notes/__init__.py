"""Notes between colleagues (申し送り): the panel at the side of any page, cards, a bar on a case."""
