"""Texts stored before the gate for text was as it is now: migrations clean them and list what they changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction

from bkkplan.ground.core.thai import normalise, undrawable
from bkkplan.ground.core.thai.letters import DRAWABLE

Say = Callable[[str], None]
BATCH = 2000


def clean_texts(apps: Any, texts: Mapping[str, Sequence[str]], *, say: Say = print, locked: bool = False) -> None:
    """Bring stored texts to the one spelling that forms give them. It may run again: then it finds nothing to do.

    ``texts`` says which: {"forums.Proposal": ["title", "detail"]}. Each change is said by table, row, field and
    letters, never by the text, which may hold a person's name. What can't be changed is said too and left: rows that
    are ``locked`` by the database, a text that would grow too long, a name that another row has.
    """
    for label, names in texts.items():
        model = apps.get_model(label)
        fields = [model._meta.get_field(name) for name in names]
        rows = model._default_manager.order_by("pk").values("pk", *names).iterator(chunk_size=BATCH)
        for row in rows:
            for field in fields:
                kept = row[field.name]
                if not kept:
                    continue
                where = f"{label} {row['pk']} {field.name}"
                clean = normalise(kept, multiline=isinstance(field, models.TextField))
                if clean != kept:
                    done = "left as it is" if locked or not _put(model, row["pk"], field, clean) else "cleaned"
                    say(f"{where}: {done} ({', '.join(_letters(kept, clean)) or 'spelling'})")
                if letters := undrawable(clean):
                    say(f"{where}: documents can't draw {', '.join(map(_code, letters))}")


def _put(model: Any, pk: int, field: Any, text: str) -> bool:
    if field.max_length and len(text) > field.max_length:
        return False
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{field.name: text})
    except IntegrityError:
        return False
    return True


def _letters(before: str, after: str) -> Iterator[str]:
    return (_code(letter) for letter in dict.fromkeys(before) if letter not in DRAWABLE and letter not in after)


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"
