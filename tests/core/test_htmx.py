import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_fragment_asked_for_after_the_session_ended_sends_the_whole_page_to_log_in(client):
    response = client.get(
        reverse("desk:gallery"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/work/notices/?page=2"},
    )

    assert response.headers["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fwork%2Fnotices%2F%3Fpage%3D2"
    assert response.content == b""


def test_an_ordinary_request_is_redirected_as_ever(client):
    response = client.get(reverse("desk:gallery"))

    assert response.status_code == 302
