"""`{% translate %}` keeps what stands in the template, in each language; all else is looked up when it is drawn."""

import pytest
from django.template import Context, Template
from django.utils import translation

from bkkplan.ground.core.templatetags.kept_texts import KeptText


def drawn(template, language, **values):
    with translation.override(language):
        return template.render(Context(values))


def test_a_text_is_in_the_language_of_each_page():
    template = Template('{% load i18n %}{% translate "ออกจากระบบ" %}')
    assert template.nodelist.get_nodes_by_type(KeptText)

    said = [drawn(template, language) for language in ("th", "en", "th", "en")]

    assert said[:2] == said[2:]
    assert said[0] == "ออกจากระบบ" != said[1]


def test_what_the_page_says_is_said_anew():
    template = Template("{% load i18n %}{% translate word %}|{% translate word|upper %}")

    assert not template.nodelist.get_nodes_by_type(KeptText)
    assert [drawn(template, "th", word=word) for word in ("a", "b", "<i>")] == ["a|A", "b|B", "&lt;i&gt;|&lt;I&gt;"]


@pytest.mark.parametrize(
    "tag", ['translate "เขต" as word', 'translate "เขต" context "หลายเขต"', 'translate "เขต"|upper']
)
def test_other_forms_of_the_tag_are_djangos(tag):
    assert not Template(f"{{% load i18n %}}{{% {tag} %}}").nodelist.get_nodes_by_type(KeptText)


def test_a_text_is_the_same_as_djangos_whatever_it_holds():
    for text in ("100 % ของ", "a < b & c", "“คำ”"):
        ours, djangos = (Template(f'{{% load {library} %}}{{% translate "{text}" %}}') for library in ("i18n", "i18n"))
        node = djangos.nodelist.get_nodes_by_type(KeptText)[0].node
        with translation.override("th"):
            assert ours.render(Context()) == node.render(Context()) == text
