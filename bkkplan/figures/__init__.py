"""What is computed from the records: the indicators and the documents."""
