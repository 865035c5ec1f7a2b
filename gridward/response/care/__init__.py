"""People under observation (居家隔离医学观察): from the notice to the release.

Nouns: Case, TeamMember, Slot, Notice. Two temperature slots a day, a named team, and a release that
another person answers for.
"""
