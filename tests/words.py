"""The words of a page as people read them."""

import re

MARKS = re.compile(r"</?(?:bdi|abbr|time)\b[^>]*>")


SPACES = re.compile(r"\s+")
AT_A_TAG = re.compile(r"(?<=>) | (?=<)")


def packed(html: str) -> str:
    """Without the line breaks and indents that a template's layout leaves between and inside its elements."""
    return AT_A_TAG.sub("", SPACES.sub(" ", html))


def words_of(response) -> str:
    """The page without the marks that its words have (core.language); what other tests look for stays."""
    return MARKS.sub("", response.content.decode())
