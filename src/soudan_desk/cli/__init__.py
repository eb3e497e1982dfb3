"""Commands for whoever looks after the PC."""
