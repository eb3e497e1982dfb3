"""Faults made on purpose: `make faults` runs them all and writes docs/faults.md."""
