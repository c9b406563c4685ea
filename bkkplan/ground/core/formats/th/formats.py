"""Dates and numbers as Thai pages take and show them where Django itself formats (the admin).

Our own pages use the filters of core.wording and the fields of core.formfields, which know พ.ศ.
"""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H.i น."
DATETIME_FORMAT = "j M Y H.i น."
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y H.i น."
FIRST_DAY_OF_WEEK = 0
DATE_INPUT_FORMATS = ["%Y-%m-%d"]  # a year of four digits alone would be read as ค.ศ.
TIME_INPUT_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
