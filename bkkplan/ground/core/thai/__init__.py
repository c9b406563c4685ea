"""Thai digits, dates, money, spelling and order: pure functions that know nothing of Django.

What people type is understood or refused with a sentence, never guessed. The sentences are Thai message ids
marked with `N_`; whoever shows them translates them (`core.formfields` does).
"""

from bkkplan.ground.core.thai.dates import (
    MONTHS,
    MONTHS_SHORT,
    WEEKDAYS,
    long_date,
    parse_thai_date,
    parse_time,
    parse_times,
    short_date,
    time_text,
)
from bkkplan.ground.core.thai.digits import from_thai_digits, parse_whole_number, to_thai_digits, years_later
from bkkplan.ground.core.thai.errors import NotUnderstoodError
from bkkplan.ground.core.thai.letters import demand_drawable, undrawable
from bkkplan.ground.core.thai.likeness import pairs_of, share_of_pairs
from bkkplan.ground.core.thai.money import baht_text, format_baht, parse_baht, percent
from bkkplan.ground.core.thai.order import sort_key
from bkkplan.ground.core.thai.text import district_key, means_nothing, normalise, search_key, subdistrict_key
