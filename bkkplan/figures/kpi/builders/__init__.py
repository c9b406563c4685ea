"""Reports of a quarter, put together from the registry of KPIs and the records."""
