"""Pages of accounts, postings and the ledger."""
