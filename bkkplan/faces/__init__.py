"""The pages that belong to no single subject: the public site, each person's own work, open data."""
