"""Questions about the ledger: money given, bound and spent."""
