"""The pages that announce and publish lead to the page that everyone will read, before and after."""

import pytest
from django.urls import reverse

from tests.factories.forums import ForumFactory


@pytest.mark.parametrize(("act", "state"), [("announce", "planned"), ("publish", "recorded")])
def test_the_act_leads_to_the_public_page_of_the_forum(client, cast, act, state):
    forum = ForumFactory(district=cast.home, **{state: True})
    client.force_login(cast.officer)

    asked = client.get(reverse(f"forums:{act}", args=[forum.pk])).content.decode()
    page = reverse("public:hearing", args=[forum.pk])

    assert f'href="{page}">หน้าสาธารณะของเวที' in asked
    assert client.get(page).status_code == 200


def test_after_the_announcement_the_public_page_is_named(client, cast):
    forum = ForumFactory(district=cast.home, planned=True)
    client.force_login(cast.officer)

    answer = client.post(reverse("forums:announce", args=[forum.pk]), {"announced_on": "1 พ.ค. 2566"}, follow=True)

    assert f'href="{reverse("public:hearing", args=[forum.pk])}">หน้าสาธารณะของเวที' in answer.content.decode()
