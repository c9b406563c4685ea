"""Files are made line by line, in the language that was asked for, and not gathered."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from bkkplan.ground.core.spreadsheets.csvs import csv_lines, rows_in


def test_no_more_rows_are_made_than_some_ahead_of_the_reader():
    made = []
    lines = csv_lines(["n"], rows_in("th", ((made.append(n) or n,) for n in range(20_000)), at_once=500))

    assert len(made) == 500, "the first are made at once"
    for _ in range(502):  # with the headings
        next(lines)
    assert len(made) == 1000
    assert sum(1 for _ in lines) == 20_000 - 501
    assert made == list(range(20_000))


def test_each_row_is_made_in_the_language_of_the_file():
    rows = rows_in("en", ((gettext("ยกเลิก"), translation.get_language()) for _ in range(5)), at_once=2)

    with translation.override("th"):
        assert {language for _text, language in rows} == {"en"}
        assert translation.get_language() == "th"


def test_an_error_at_the_beginning_comes_before_the_first_byte():
    def rows():
        raise ZeroDivisionError
        yield

    with pytest.raises(ZeroDivisionError):
        rows_in("th", rows())


def test_a_file_without_rows_has_its_headings():
    assert list(csv_lines(["a", "b"], rows_in("th", iter(())))) == ["\ufeffa,b\r\n"]
