"""Which risk class, by which policy, for which reasons (研判).

Nouns: SourceArea, Policy, Stay, Classification. The machine proposes with reasons, a named person
confirms or overrides.
"""
