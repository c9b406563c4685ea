"""Writing the ledger: money given, bound and spent."""
