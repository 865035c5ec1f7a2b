"""Door sweeps (敲门行动): not one household missed (不漏一户).

Nouns: Round (轮次), RoundItem (户), Attempt (上门记录), RoundCounter (计数). Coverage is a set
operation: households of the frozen scope minus households with a valid result; computed, never
typed in. Counters are kept beside the items in the same transaction, so that a board of 1,000 grids
reads 2,000 rows and not 100,000; a job recounts them every night and says where they differ.
"""
