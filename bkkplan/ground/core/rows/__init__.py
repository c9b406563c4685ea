"""What all tables share: constraints, transactions, rows written at once, what a decision rests on, the replica."""
