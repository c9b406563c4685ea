"""Answers for the floors above: plain frozen rows, no QuerySets."""
