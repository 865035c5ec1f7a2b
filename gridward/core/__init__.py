"""The ground floor under all rooms: no word of the domain is spoken here.

Actor and permissions, refusals, ledger, clock, paths and scope, privacy classes, field encryption,
exports and paging.
"""
