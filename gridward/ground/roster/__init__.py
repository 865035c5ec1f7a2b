"""The register (底数): households, persons, enterprises, places, vehicles, and how they come in.

Nouns: Household, Person, Enterprise, Place, Vehicle, Import, Declaration. 底数清、情况明: every
household stands in exactly one leaf grid, every row knows the import it came from.
"""
