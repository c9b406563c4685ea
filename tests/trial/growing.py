"""Make the sample city larger for script/bench: copies of its communities, of their plans and of their hearings.

A copy is a row with new ids, codes and names in the same district and year, so that every figure of a community grows
by the same factor, and lists, searches and figures meet rows of the same shape. Rows of an office as such (action
plans, money, people, the log) stay as they are; an item carries the copies of its projects, too.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from bkkplan.ground.core.thai import search_key

STEP = 1_000_000  # between an id and that of its first copy; the sample city has fewer rows in each table
# A trainee is on the list of a course, which belongs to the office; money for a hearing is the office's, too.
LEFT_OUT = ("communities.Trainee", "budget.Cost", "budget.RequestedProject", "forums.Cleaning")
ANOTHER = "แห่งที่"  # so that no name of a copy is another's: บ้านสวน 1 has copies, and บ้านสวน has more than ten
TEXTS = {
    "communities.Community.code": "{column} || '-' || copy",
    "communities.Community.name_th": f"{{column}} || ' {ANOTHER} ' || copy",
    "communities.CommunityEntry.name_th": f"{{column}} || ' {ANOTHER} ' || copy",
    "communities.Community.name_key": f"{{column}} || '{ANOTHER}' || copy",
    "communities.Community.name_search": f"{{column}} || '{search_key(ANOTHER)}' || copy",
    "forums.Forum.number": "{column} + copy * 100",
}


def grow(communities: int) -> int:
    """Add copies until the city has about so many communities. Returns how many it has then."""
    community = apps.get_model("communities", "Community")
    have = community.objects.count()
    first = community.objects.filter(pk__lt=STEP).count()
    copies = range(have // first, round(communities / first))
    if copies:
        copied = list(_of_communities(community))
        with filling(copied) as cursor:
            for model in copied:
                cursor.execute(_copy(model, set(copied)), [copies.start, copies.stop - 1])
    return community.objects.count()


@contextmanager
def filling(tables: Collection[type[models.Model]]) -> Iterator[Any]:
    """A cursor by which millions of rows go into these tables quickly; it makes their indexes once, afterwards.

    Copies keep the rules that the rows keep: no trigger looks at each of them, and no key is compared as it is written.
    Making the indexes fails where rows are not unique. Whoever else asks these tables, a worker that measures, waits.
    """
    quoted = [connection.ops.quote_name(model._meta.db_table) for model in tables]
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute(f"lock table {', '.join(sorted(quoted))} in access exclusive mode")
            cursor.execute("set local session_replication_role = replica")
            cursor.execute("set local maintenance_work_mem = '512MB'")
            cursor.execute(
                "update pg_index set indisready = false, indisvalid = false where indrelid = any(%s::regclass[])",
                [quoted],
            )
            yield cursor
            for table in quoted:
                cursor.execute(f"reindex table {table}")
            cursor.execute("analyze")
        cursor.execute("vacuum analyze")


def _of_communities(community: type[models.Model]) -> Iterable[type[models.Model]]:
    """The tables whose rows lead to a community."""
    found = {community}
    everything = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in LEFT_OUT]
    while more := {model for model in everything if model not in found and _leads_to(model, found)}:
        found |= more
    return sorted(found, key=lambda model: model._meta.label)


def _leads_to(model: type[models.Model], targets: set[type[models.Model]]) -> bool:
    return any(field.related_model in targets for field in model._meta.local_concrete_fields)


def _copy(model: type[models.Model], copied: set[type[models.Model]]) -> str:
    """The statement that adds the copies of a table's rows, numbered from %s to %s."""
    columns, values = [], []
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.GeneratedField):
            continue
        column = connection.ops.quote_name(field.column)
        value = TEXTS.get(f"{model._meta.label}.{field.name}", "{column}").format(column=column)
        if (field.primary_key and not field.remote_field) or field.related_model in copied:
            value = f"{column} + copy * {STEP}"
        elif isinstance(field, models.UUIDField):
            value = f"md5({column}::text || copy)::uuid"  # the same lineage for all editions of a copy
        columns.append(column)
        values.append(value)
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(model._meta.pk.column)
    return (
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)} "
        f"from {table}, generate_series(%s, %s) as copy where {key} < {STEP}"
    )
