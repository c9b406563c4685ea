"""Pages of the ledger: money given, bound and spent."""
