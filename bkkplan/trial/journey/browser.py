"""As much of a browser as a form needs: cookies, pages, and forms filled in and sent as a person would."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

Answer = str | bool | list[str]


class JourneyError(Exception):
    """What a person wanted to do did not work; the message says who, where and what."""


@dataclass
class Control:
    name: str
    value: str
    kind: str = "text"  # text, check, select
    is_on: bool = True  # a box that is ticked, an option that is chosen
    label: str = ""


@dataclass
class Form:
    address: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Control] = field(default_factory=list)
    page: str = ""
    is_anonymous: bool = False

    @property
    def names(self) -> set[str]:
        return {control.name for control in self.controls}

    def filled(self, answers: dict[str, Answer], button: str | None) -> list[tuple[str, str]]:
        if unknown := answers.keys() - self.names:
            raise JourneyError(f"the form of {self.address} has no field {', '.join(sorted(unknown))}")
        pairs = [(c.name, c.value) for c in self.controls if c.name not in answers and c.is_on]
        for name, answer in answers.items():
            own = [control for control in self.controls if control.name == name]
            if isinstance(answer, bool):
                pairs += [(name, own[0].value)] if answer else []
            else:
                pairs += [(name, value) for value in ([answer] if isinstance(answer, str) else answer)]
        if button is not None:
            pairs += [(b.name, b.value) for b in self.buttons if b.name == button or b.value == button][:1]
        return pairs

    def options(self, name: str) -> list[str]:
        """The values that a person may choose from."""
        return [control.value for control in self.controls if control.name == name and control.value]

    def option(self, name: str, label: str) -> str:
        """The value of the first option whose label has these words."""
        for control in self.controls:
            if control.name == name and label in control.label:
                return control.value
        raise JourneyError(f"{self.page}: {name} has no option that says {label}")

    def called(self, label: str) -> str:
        """The name of the first field whose label begins so."""
        for control in self.controls:
            if control.label.startswith(label):
                return control.name
        raise JourneyError(f"{self.page}: no field is called {label}")


@dataclass
class Page:
    address: str
    status: int
    body: bytes
    kind: str
    is_anonymous: bool = False  # lets nobody know where its links and forms come from

    def __post_init__(self) -> None:
        self.html = self.body.decode() if self.kind.startswith("text/") else ""
        reader = _Reader(self.address)
        reader.feed(self.html)
        reader.close()
        self.forms, self.named_links, self.title = reader.forms, reader.links, reader.title
        for form in self.forms:
            form.page, form.is_anonymous = self.address, self.is_anonymous
        self.links = [address for address, _ in self.named_links]
        self.text = " ".join(reader.texts)

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    def form(self, *names: str, action: str = "") -> Form:
        """The form that has these fields and whose address ends so: by default, the page's own."""
        for form in self.forms:
            if form.names.issuperset(names) and urlsplit(form.address).path.endswith(action or self.path):
                return form
        wanted = " ".join([*names, action])
        raise JourneyError(f"{self.address} ({self.title}) has no form with {wanted}")

    def link(self, *parts: str) -> str:
        """The first address on the page that has all these parts."""
        for link in self.links:
            if all(part in link for part in parts):
                return link
        raise JourneyError(f"{self.address} ({self.title}) has no link with {' '.join(parts)}")

    def link_named(self, label: str, part: str = "") -> str:
        """The first address that has this label; with ``part``, the first of those with this part in the address."""
        for address, name in self.named_links:
            if label in name and part in address:
                return address
        raise JourneyError(f"{self.address} ({self.title}) has no link that says {label}")


class Browser:
    """One person's. Strict: an answer of 400 or more is the end of the journey unless it is awaited.

    It tells where a form comes from as browsers do: a page that asks for no referrer sends its forms from nowhere.
    """

    def __init__(self, root: str, who: str, language: str = "th") -> None:
        self.root, self.who, self.language = root, who, language
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))

    def open(self, path: str, *, expect: Iterable[int] = (200,)) -> Page:
        address = quote(urljoin(self.root, path), safe=":/?&=%#+,")
        return self._ask(Request(address), expect)  # noqa: S310  the demo's own address

    def send(
        self,
        form: Form,
        button: str | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        expect: Iterable[int] = (200,),
        **answers: Answer,
    ) -> Page:
        """Send a form filled in with these answers; ``files`` are name and content by the field's name."""
        pairs = form.filled(answers, button)
        if form.method == "get":
            return self.open(f"{form.address}?{urlencode(pairs)}", expect=expect)
        request = Request(form.address, data=urlencode(pairs).encode())  # noqa: S310  the demo's own address
        if files:
            fields: dict[str, list[str | SimpleUploadedFile]] = {}
            for name, value in pairs:
                fields.setdefault(name, []).append(value)
            fields |= {field: [SimpleUploadedFile(name, content)] for field, (name, content) in files.items()}
            request.data = encode_multipart(BOUNDARY, fields)
            request.add_header("Content-Type", MULTIPART_CONTENT)
        page = urlsplit(form.page)
        if form.is_anonymous:
            request.add_header("Origin", "null")
        else:
            request.add_header("Origin", f"{page.scheme}://{page.netloc}")
            request.add_header("Referer", form.page)
        return self._ask(request, expect)

    def _ask(self, request: Request, expect: Iterable[int]) -> Page:
        request.add_header("Accept-Language", self.language)
        try:
            answer: HTTPResponse | HTTPError = self.opener.open(request, timeout=60)
        except HTTPError as error:
            answer = error
        with answer:
            head = answer.headers
            page = Page(
                answer.geturl(),
                answer.status or 0,
                answer.read(),
                head.get_content_type(),
                is_anonymous=head.get("Referrer-Policy") == "no-referrer",
            )
        if page.status not in expect:
            raise JourneyError(f"{self.who}: {request.get_method()} {request.full_url} → {page.status} {page.title}")
        return page


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._link: str | None = None
        self._name = ""
        self._templates = 0
        self.texts: list[str] = []
        self.title = ""
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._open: list[str] = []  # title, textarea, script: whose text comes next
        self._textarea: Control | None = None
        self._select: tuple[dict[str, str], list[Control]] = ({}, [])
        self._labelled: Control | None = None  # whose label comes next
        self._controls: dict[str, Control] = {}
        self._labels: dict[str, Control] = {}  # by the id of the control
        self._late: list[tuple[str, Control, bool]] = []  # controls that name their form by id

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        self._templates += tag == "template"
        if self._templates:  # not part of the page until a script makes it so
            return
        attributes = {name: value or "" for name, value in given}
        name, value = attributes.get("name", ""), attributes.get("value", "")
        match tag:
            case "a" if "href" in attributes:
                self._link, self._name = attributes["href"], ""
            case "form" if attributes.get("method") != "dialog":
                action = urljoin(self.address, attributes.get("action") or self.address)
                self._form = Form(action, attributes.get("method", "get").lower())
                self.forms.append(self._form)
                self._by_id[attributes.get("id", "")] = self._form
            case "input" if name and "disabled" not in attributes:
                kind = attributes.get("type", "text")
                if kind in {"submit", "image"}:
                    self._add(Control(name, value), attributes, is_button=True)
                elif kind in {"checkbox", "radio"}:
                    self._add(Control(name, value or "on", "check", "checked" in attributes), attributes)
                elif kind not in {"button", "reset", "file"}:
                    self._add(Control(name, value), attributes)
            case "button" if attributes.get("type", "submit") == "submit":
                self._add(Control(name, value), attributes, is_button=True)
                if "formaction" in attributes and self._form:
                    address = urljoin(self.address, attributes["formaction"])
                    self.forms.append(Form(address, self._form.method, self._form.controls, self._form.buttons))
            case "select" if name and "disabled" not in attributes:
                self._select = (attributes, [])
            case "option":
                name = self._select[0].get("name", "")
                self._labelled = Control(name, value, "select", "selected" in attributes)
                self._select[1].append(self._labelled)
            case "label" if "for" in attributes:
                self._labelled = self._labels.setdefault(attributes["for"], Control("", ""))
            case "textarea" if name and "disabled" not in attributes:
                self._textarea = Control(name, "")
                self._add(self._textarea, attributes)
        if tag in {"title", "textarea", "script", "style"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if self._templates:
            return
        if tag == "a" and self._link is not None:
            self.links.append((self._link, " ".join(self._name.split())))
            self._link = None
        elif tag == "form":
            self._form = None
        elif tag == "select":
            attributes, options = self._select
            if options and "multiple" not in attributes and not any(option.is_on for option in options):
                options[0].is_on = True
            for option in options if attributes else []:
                self._add(option, attributes)
            self._select = ({}, [])
        elif tag in {"option", "label"}:
            self._labelled = None
        if self._open and self._open[-1] == tag:
            self._open.pop()
            self._textarea = None

    def handle_data(self, data: str) -> None:
        inside = "template" if self._templates else self._open[-1] if self._open else ""
        if inside == "title":
            self.title += data.strip()
        elif inside == "textarea" and self._textarea:
            self._textarea.value += data if self._textarea.value else data.removeprefix("\n")
        elif not inside and data.strip():
            self.texts.append(data.strip())
            self._name += data
            if self._labelled is not None:
                self._labelled.label += data.strip()

    def close(self) -> None:
        super().close()
        for form_id, control, is_button in self._late:
            if form := self._by_id.get(form_id):
                (form.buttons if is_button else form.controls).append(control)
        for control_id, control in self._controls.items():
            if control_id in self._labels and not control.label:
                control.label = self._labels[control_id].label

    def _add(self, control: Control, attributes: dict[str, str], *, is_button: bool = False) -> None:
        if attributes.get("id") and not is_button:
            self._controls.setdefault(attributes["id"], control)
        if attributes.get("form"):
            self._late.append((attributes["form"], control, is_button))
        elif self._form:
            (self._form.buttons if is_button else self._form.controls).append(control)
