"""The words of a page as people read them."""

import re

MARKS = re.compile(r"</?(?:bdi|abbr|time)\b[^>]*>")


def words_of(response) -> str:
    """The page without the marks that its words have (core.language); what other tests look for stays."""
    return MARKS.sub("", response.content.decode())
