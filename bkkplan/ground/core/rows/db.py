"""Database expressions of ours. They need no extension and no ICU, so they run on every PostgreSQL."""

from collections.abc import Mapping
from typing import Any

from django.db import migrations
from django.db.models import F, Func, TextField
from django.db.models.expressions import Combinable

from bkkplan.ground.core.thai.order import BETWEEN_LEVELS, MARKS, THAI_DIGITS


class ThaiOrder(Func):
    """Thai dictionary order: `.order_by(ThaiOrder("name"), "pk")`. Equal to `core.thai.sort_key`, by test."""

    # translate() drops what has no counterpart, so the marks stand last. Under "C", lower() folds ASCII only and
    # text compares by code point, on every server alike.
    template = (
        "(regexp_replace(regexp_replace(regexp_replace("
        f"translate(lower((%(expressions)s) COLLATE \"C\"), '{THAI_DIGITS}{MARKS}', '0123456789'), "
        r"'([เแโใไ])([ก-ฮ])', '\2\1', 'g'), '([0-9]+)', '00000000\1', 'g'), '0*([0-9]{8,})', '\1', 'g')"
        f' || chr({ord(BETWEEN_LEVELS)}) || (%(expressions)s)) COLLATE "C"'
    )
    output_field = TextField()

    def __init__(self, expression: str | Combinable, **extra: Any) -> None:
        super().__init__(F(expression) if isinstance(expression, str) else expression, **extra)

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = super().as_sql(*args, **kwargs)
        return sql, (*params, *params)  # the expression stands in the template twice


def append_only(table: str) -> migrations.RunSQL:
    """A migration operation: the database refuses to change or delete rows of this table."""
    return migrations.RunSQL(
        sql=f"""
            create function {table}_is_append_only() returns trigger language plpgsql as $$
            begin
                raise exception '{table} is append-only: % refused', lower(tg_op)
                    using errcode = 'integrity_constraint_violation', constraint = '{table}_is_append_only';
            end $$;
            create trigger {table}_is_append_only before update or delete on {table}
                for each row execute function {table}_is_append_only();
            create trigger {table}_is_not_truncated before truncate on {table}
                for each statement execute function {table}_is_append_only();
        """,
        reverse_sql=f"""
            drop trigger {table}_is_not_truncated on {table};
            drop trigger {table}_is_append_only on {table};
            drop function {table}_is_append_only();
        """,
    )


def demand_at_commit(name: str, *, body: str, watched: Mapping[str, str]) -> migrations.RunSQL:
    """A migration operation: a rule over rows of several tables, asked at the end of each transaction.

    ``body`` is the PL/pgSQL of a trigger function called ``name``; it raises with ``constraint = '{name}'``.
    ``watched`` says for each table after which changes it runs: {"budget_inclusion": "insert or update of amount"}.
    The triggers are deferred, so the rows of one act may be written in any order.
    """
    triggers = [
        f"""create constraint trigger {name}_{number} after {events} on {table}
                deferrable initially deferred for each row execute function {name}();"""
        for number, (table, events) in enumerate(watched.items(), 1)
    ]
    drops = [f"drop trigger {name}_{number} on {table};" for number, table in enumerate(watched, 1)]
    return migrations.RunSQL(
        sql=f"create function {name}() returns trigger language plpgsql as $$ {body} $$; {' '.join(triggers)}",
        reverse_sql=f"{' '.join(drops)} drop function {name}();",
    )


def demand_at_write(
    name: str, *, table: str, columns: str, refuse: str, says: str, constraint: str = ""
) -> migrations.RunSQL:
    """A migration operation: a rule between a row and the rows that it points at, asked when the row is written.

    It runs at each insert, and at an update of ``columns``. ``refuse`` is SQL over ``new``: where it is true, the
    database refuses the row with the sentence ``says`` and the constraint's name. What is empty is not refused.
    """
    return migrations.RunSQL(
        sql=f"""
            create function {name}() returns trigger language plpgsql as $$
            begin
                if {refuse} then
                    raise exception '{says}'
                        using errcode = 'check_violation', constraint = '{constraint or name}';
                end if;
                return new;
            end $$;
            create trigger {name} before insert or update of {columns} on {table}
                for each row execute function {name}();
        """,
        reverse_sql=f"drop trigger {name} on {table}; drop function {name}();",
    )
