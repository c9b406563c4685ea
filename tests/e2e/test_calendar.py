"""A day is typed, or taken from the browser's own calendar."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

CHOOSE = """(days, iso) => {
  days.value = iso;
  days.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@pytest.mark.parametrize(("language", "as_typed"), [("th", "16 มิ.ย. 2566"), ("en", "16/6/2023")])
def test_the_day_of_the_calendar_stands_in_the_field_as_people_write_it(
    clean_page, context, sign_in, cast, portal, language, as_typed
):
    sign_in(context, cast.officer)
    context.add_cookies([{"name": "django_language", "value": language, "url": portal}])
    clean_page.goto(f"{portal}/work/forums/new/")
    field = clean_page.locator("[data-calendar]").first
    field.fill("1 มิ.ย. 2566")
    button = field.locator("xpath=following-sibling::button[1]")
    days = field.locator("xpath=following-sibling::input[1]")

    button.click()
    assert days.input_value() == "2023-06-01"  # it opens at the day that stands in the field
    days.evaluate(CHOOSE, "2023-06-16")

    expect(field).to_have_value(as_typed)
    expect(field).to_be_focused()
    # How the server reads it.
    expect(field.locator("xpath=following-sibling::output")).to_contain_text("2566" if language == "th" else "2023")
    assert button.bounding_box()["width"] >= 24
