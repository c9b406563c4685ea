"""Bundles mean what the files meant that were put into them, and what would mean another thing is refused."""

import json
from io import BytesIO
from pathlib import Path
from re import findall

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import storages
from django.template import Context, Template
from fontTools.ttLib import TTFont

from bkkplan.ground.core.serving import bundling
from bkkplan.ground.core.serving.bundling import NotBundledError
from bkkplan.settings import base

SHEETS = {
    "css/site.css": """/* order */
@layer a, b;
@import url("../kit/kit.css") layer(a);
@import url("own/own.css");
p { top: 0; }
""",
    "kit/kit.css": '@charset "UTF-8";b{background:url("data:image/svg+xml,%3csvg/*%3e")}',
    "css/own/own.css": '@import url("deep.css") layer(b);\ni { background: url(../../img/i.svg); }\n',
    "css/own/deep.css": 'u { content: "/* kept */"; src: url("x.woff2#f"), url("/root.png"), url(#mark); }\n',
}


def sheet(**changed):
    sheets = SHEETS | {f"css/{name}.css": text for name, text in changed.items()}
    return bundling.style_sheet("css/site.css", sheets.__getitem__)


def test_what_a_sheet_imports_stands_in_its_place_and_layer():
    assert sheet().split("\n") == [
        "@layer a, b;",
        "@layer a {",
        'b{background:url("data:image/svg+xml,%3csvg/*%3e")}',
        "}",
        "@layer b {",
        'u { content: "/* kept */"; src: url("own/x.woff2#f"), url("/root.png"), url(#mark); }',
        "}",
        'i { background: url("../img/i.svg"); }',
        "p { top: 0; }",
        "",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '@import "other.css";',
        '@import url("own/own.css") screen;',
        '@import url("own/own.css") supports(display: grid);',
        'p { top: 0; }\n@import url("own/own.css");',
    ],
)
def test_an_import_that_is_not_understood_is_refused(text):
    with pytest.raises(NotBundledError):
        sheet(site=text)


def test_each_script_stands_in_a_block_of_its_own():
    scripts = {
        "js/v.js": '// all\nimport "./b/one.js";\nimport "./b/two.js";\n',
        "js/b/one.js": "const a = 1;\n",
        "js/b/two.js": "const a = 2;\n",
    }

    bundle = bundling.script("js/v.js", scripts.__getitem__)

    assert bundle == "// all\n{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n"


@pytest.mark.parametrize(
    "text", ['import "./x.js";', "export const a = 1;", 'import { a } from "./x.js";', 'f(import("x"))']
)
def test_a_script_that_gives_or_takes_is_refused(text):
    with pytest.raises(NotBundledError):
        bundling.script("js/v.js", {"js/v.js": 'import "./b.js";', "js/b.js": text}.__getitem__)


def test_every_module_under_a_script_is_told_to_the_browser_once():
    html = Template('{% load scripts %}{% preload_modules "js/main.js" %}').render(Context())

    assert html.count("modulepreload") == html.count("<link")
    for name in ("behaviours/menu.js", "behaviours/keep-form.js", "saving/store.js"):
        assert html.count(name) == 1


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What the sheets and scripts of every page become, as at set-up."""
    served = base.STORAGES["staticfiles"]
    folder = tmp_path_factory.mktemp("static")
    storage = storages.create_storage({**served, "OPTIONS": {**served["OPTIONS"], "location": folder}})
    paths = {}
    for finder in finders.get_finders():
        for name, where in finder.list([]):
            if name.startswith(("css/", "js/", "fonts/", "img/", "bootstrap/")):
                paths.setdefault(name, (where, name))
                if not storage.exists(name):
                    with where.open(name) as file:
                        storage.save(name, file)
    for _name, _hashed, done in storage.post_process(paths):
        assert not isinstance(done, Exception), done
    return folder, json.loads((folder / "staticfiles.json").read_text())["paths"]


def test_a_visitors_page_has_one_sheet_and_one_script(collected):
    folder, names = collected
    style, script = (folder / names[name] for name in ("css/site.css", "js/visitor.js"))

    assert "@import" not in style.read_text()
    assert "import " not in script.read_text().split("\n", 1)[1]
    for name in ("menu", "search-key"):
        assert (Path(base.BASE_DIR) / f"static/js/behaviours/{name}.js").read_text() in script.read_text()


def test_every_file_that_the_sheet_names_is_there(collected):
    folder, names = collected
    sheet = folder / names["css/site.css"]

    named = [found[2] for found in bundling.OF_A_FILE.finditer(sheet.read_text())]

    assert len(named) > 20
    assert [name for name in named if not (sheet.parent / name.partition("#")[0]).exists()] == []


def test_a_character_is_looked_for_in_one_file_only(collected):
    folder, names = collected
    sheet = (folder / names["css/site.css"]).read_text()
    faces = {}
    for face in findall(r"@font-face \{([^}]*)\}", sheet):
        values = dict(line.split(": ", 1) for line in face.strip().splitlines())
        if "-latin-" not in values["src"] or "-latin-ext-" in values["src"]:
            continue
        family = faces.setdefault((values["font-family"], values["font-weight"]), [])
        family.append(bundling._characters(values["unicode-range"].rstrip(";")))

    assert len(faces) > 4
    for family in faces.values():
        assert len(family) == 2
        assert sum(map(len, family)) == len(set.union(*family))
        assert set(range(0x20, 0x7F)) <= set.union(*family)
        assert ord("\n") not in set.union(*family), "it stands in every text, and would fetch its file for nothing"


def test_small_fonts_draw_the_same_with_less(collected):
    folder, names = collected
    for weight, characters in (("400", bundling.LETTERS), ("600", bundling.FIGURES)):
        whole, small = (
            folder / names[f"fonts/ibm-plex-sans-thai-latin-{weight}-normal{ending}.woff2"] for ending in ("", "-small")
        )
        fonts = [TTFont(BytesIO(path.read_bytes())) for path in (whole, small)]
        maps = [font.getBestCmap() for font in fonts]

        assert set(maps[0]) & set(characters) <= set(maps[1])  # a sign may bring its mirrored one
        for character in set(maps[1]):
            glyphs = [font["glyf"][names[character]] for font, names in zip(fonts, maps, strict=True)]
            widths = [font["hmtx"][names[character]] for font, names in zip(fonts, maps, strict=True)]
            assert widths[0] == widths[1]
            assert glyphs[0].numberOfContours == glyphs[1].numberOfContours
        assert small.stat().st_size < 0.7 * whole.stat().st_size
