"""Deciding on a page: what it shows is what is decided."""


def decide(client, address, follow=False, **data):
    """Open the page of a deciding act and send its form, with what the page showed."""
    page = client.get(address)
    return client.post(address, {**data, "seen": page.context["seen"]}, follow=follow)
