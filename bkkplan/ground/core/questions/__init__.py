"""How the database is asked: once for a page, several by one statement, with their rows, kept for a while."""
