"""What a worker does, as verbs over records."""
