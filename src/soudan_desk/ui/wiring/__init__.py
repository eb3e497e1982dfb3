"""Joins each page to the verbs it needs: the only modules of the window that call services."""
