from django.core.management import call_command


def test_the_pages_told_by_the_code_are_up_to_date():
    call_command("document", check=True)
