from django.db import migrations

# An update passes where the transaction says that it forgets a name, and only if what was done, when, to what and by
# which account stays as it is. Nothing else about the log changes: rows are never removed.
ALLOW = """
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
"""
REFUSE = """
create or replace function audit_entry_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit_entry is append-only: % refused', lower(tg_op)
        using errcode = 'integrity_constraint_violation', constraint = 'audit_entry_is_append_only';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entries_are_append_only")]
    operations = [migrations.RunSQL(ALLOW, REFUSE)]
