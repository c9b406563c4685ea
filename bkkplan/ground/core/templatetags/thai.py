"""The filters of templates for digits, dates, money and names: the functions of core.wording, under the same names."""

from django import template

from bkkplan.ground.core import wording

register = template.Library()

for show in (
    wording.dash,
    wording.baht,
    wording.baht_text,
    wording.number,
    wording.percent,
    wording.thai_digits,
    wording.thai_date,
    wording.thai_weekday,
    wording.month_short,
    wording.thai_date_short,
    wording.thai_time,
    wording.thai_datetime,
    wording.fiscal_year,
    wording.localname,
    wording.localtext,
):
    register.filter(show)
