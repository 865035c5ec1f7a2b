"""Door sweeps (敲门行动): not one household missed (不漏一户).

Nouns: Round, RoundItem, Attempt. Coverage is a set operation: households of the frozen scope minus
households with a valid result; computed, never typed in.
"""
