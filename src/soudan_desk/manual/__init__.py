"""The user manual as data: its pages are read from `docs/manual`, for the window and for paper."""
