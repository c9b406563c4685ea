"""What English pages take and show otherwise than Thai ones, where Django itself formats (the admin)."""

from bkkplan.ground.core.formats.th.formats import *  # noqa: F403  (all else is the same)

TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y H:i"
