"""The order of buttons, which every page that test_every_url draws must keep."""

import pytest

from tests.isolation.buttons import out_of_order

MAIN, OTHER = '<button class="btn btn-primary">a</button>', '<a class="btn btn-secondary" href="/">b</a>'


@pytest.mark.parametrize(
    ("kind", "buttons", "is_right"),
    [
        ("form-foot", MAIN + OTHER, True),
        ("form-foot", OTHER + MAIN, False),
        ("form-foot is-centred", f"<span>{OTHER}</span>{MAIN}", False),
        ("page-actions", OTHER + MAIN, True),
        ("page-actions", MAIN + OTHER, False),
        ("ask-go", MAIN + OTHER, False),
        ("form-foot", OTHER + OTHER, True),
        ("card", OTHER + MAIN, True),
    ],
)
def test_the_main_act_is_first_in_a_form_and_last_at_the_right(kind, buttons, is_right):
    found = out_of_order(f'<main><div class="{kind}"><br>{buttons}</div>{OTHER}</main>')

    assert bool(found) != is_right
