"""What the frame of a page asks the database, and that it tells the truth."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from bkkplan.ground.accounts.actions import notify
from tests.factories.accounts import AT
from tests.fixtures.people import WHO

BARE = reverse("public:about")  # a page that asks nothing itself
PEOPLE = [who for who in WHO if who != "visitor"]


@pytest.mark.parametrize("who", PEOPLE)
def test_the_frame_asks_two_questions_of_everybody(client, cast, who, django_assert_max_num_queries):
    client.force_login(cast.people[who])
    client.get(BARE)  # the session is written once a minute

    with django_assert_max_num_queries(2):  # session, person with notices, roles, sections and seats
        client.get(BARE)


def test_the_bell_counts_what_is_unread(client, cast):
    notify(recipients=[cast.officer] * 2, kind="x", message="หนึ่ง", params={}, url="/work/", at=AT)
    notify(recipients=[cast.member], kind="x", message="สอง", params={}, url="/work/", at=AT)
    client.force_login(cast.officer)
    unread = cast.officer.notices.filter(read_at=None).count()

    assert client.get(BARE).context["notices_count"] == unread > 0
    client.post(reverse("desk:read-notices"))
    assert client.get(BARE).context["notices_count"] == 0


def test_a_flag_of_django_gives_no_right(client, cast, django_user_model):
    cast.officer.user_permissions.add(Permission.objects.get(codename="delete_user"))

    assert not django_user_model.objects.get(pk=cast.officer.pk).has_perm("accounts.delete_user")
