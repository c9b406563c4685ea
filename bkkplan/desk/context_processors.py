from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows: navigation, hats, unread notices, the sample-data banner."""
    return {}
