"""Commands for whoever looks after the PC; their shapes are told in docs/commands.md."""
