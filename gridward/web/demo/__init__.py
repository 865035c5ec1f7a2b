"""The demo: 灰汤镇 at full scale, and a simulator that plays 16 days of it.

18 villages, 134 grids, 328 staff, 32,000 households and 113,000 residents, the figures that the
daily press of Hunan gave for 灰汤镇 in August 2021. Nobody in it exists: names are drawn by dice,
identity numbers carry a county code that was never given, telephones begin with 142, which no
operator has. Everything but the bulk load of the register happens through the actions a user calls.
"""
