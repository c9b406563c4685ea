"""The log only grows. The one update that passes forgets a name: what was done stays as it is."""

from django.db import migrations

from bkkplan.ground.core.rows.db import append_only

# The transaction says that it forgets a name, and what was done, when, to what and by which account does not change.
FORGETTING_PASSES = migrations.RunSQL(
    sql="""
        create or replace function audit_entry_is_append_only() returns trigger language plpgsql as $$
        begin
            if tg_op = 'UPDATE' then
                if current_setting('bkkplan.forgetting', true) = 'on'
                    and (new.id, new.verb, new.at, new.actor_id, new.hat, new.target_type, new.target_id)
                        is not distinct from
                        (old.id, old.verb, old.at, old.actor_id, old.hat, old.target_type, old.target_id)
                then
                    return new;
                end if;
            end if;
            raise exception 'audit_entry is append-only: % refused', lower(tg_op)
                using errcode = 'integrity_constraint_violation', constraint = 'audit_entry_is_append_only';
        end $$;
    """,
    reverse_sql=migrations.RunSQL.noop,  # the way back of append_only removes the function
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]

    operations = [append_only("audit_entry"), FORGETTING_PASSES]
