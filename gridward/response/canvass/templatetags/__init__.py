"""Template library of the coverage board."""
