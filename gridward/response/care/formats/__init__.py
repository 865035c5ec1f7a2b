"""Encodings of the care room: case numbers and the printed notice."""
