"""Notes between colleagues (申し送り): the panel beside any page, cards, the bar on a case."""
