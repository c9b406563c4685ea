"""What comes in as lists here: movements of a district's money, and the finance section's register of a month."""

from budget.list_kinds import movements, register  # noqa: F401  (they register their kinds)
