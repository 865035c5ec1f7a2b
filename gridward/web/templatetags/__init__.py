"""Template libraries of the page frame."""
