"""What every other floor stands on: the working day, Thai text, forms and pages, the log, people and their roles."""
