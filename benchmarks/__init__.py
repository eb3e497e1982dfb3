"""What `make bench` runs: ratios within one run, not seconds."""
