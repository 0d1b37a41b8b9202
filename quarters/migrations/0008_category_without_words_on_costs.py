"""Prices replace the words. The column stays, empty for new rows, as long as code that reads it may still run."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("quarters", "0007_words_on_costs_become_prices"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="category",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="category",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="category",
            name="delete_delete",
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    sql=f"ALTER TABLE {table} ALTER COLUMN cost SET DEFAULT ''",
                    reverse_sql=f"ALTER TABLE {table} ALTER COLUMN cost DROP DEFAULT",
                )
                for table in ("quarters_category", "quarters_categoryevent")
            ],
            state_operations=[
                migrations.RemoveField(model_name="category", name="cost"),
                migrations.RemoveField(model_name="categoryevent", name="cost"),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="category",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_categoryevent" ("code", "hint", "is_offered", "labels", "level", "minutes_from", "minutes_to", "name", "needs_deadline", "needs_licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relief_amount", "rule", "usual_urgency", "who") VALUES (NEW."code", NEW."hint", NEW."is_offered", NEW."labels", NEW."level", NEW."minutes_from", NEW."minutes_to", NEW."name", NEW."needs_deadline", NEW."needs_licence", _pgh_attach_context(), piano_now(), \'insert\', NEW."id", NEW."position", NEW."relief_amount", NEW."rule", NEW."usual_urgency", NEW."who"); RETURN NULL;',
                    hash="7ec193935db38d3ddbd57e0f6ae0aa79f123a58b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d411",
                    table="quarters_category",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="category",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."hint" IS DISTINCT FROM (NEW."hint") OR OLD."is_offered" IS DISTINCT FROM (NEW."is_offered") OR OLD."labels" IS DISTINCT FROM (NEW."labels") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."minutes_from" IS DISTINCT FROM (NEW."minutes_from") OR OLD."minutes_to" IS DISTINCT FROM (NEW."minutes_to") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."needs_deadline" IS DISTINCT FROM (NEW."needs_deadline") OR OLD."needs_licence" IS DISTINCT FROM (NEW."needs_licence") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."relief_amount" IS DISTINCT FROM (NEW."relief_amount") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."usual_urgency" IS DISTINCT FROM (NEW."usual_urgency") OR OLD."who" IS DISTINCT FROM (NEW."who"))',
                    func='INSERT INTO "quarters_categoryevent" ("code", "hint", "is_offered", "labels", "level", "minutes_from", "minutes_to", "name", "needs_deadline", "needs_licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relief_amount", "rule", "usual_urgency", "who") VALUES (NEW."code", NEW."hint", NEW."is_offered", NEW."labels", NEW."level", NEW."minutes_from", NEW."minutes_to", NEW."name", NEW."needs_deadline", NEW."needs_licence", _pgh_attach_context(), piano_now(), \'update\', NEW."id", NEW."position", NEW."relief_amount", NEW."rule", NEW."usual_urgency", NEW."who"); RETURN NULL;',
                    hash="e228ea20cb720d305e27a5c2f1c689fc92210904",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_23839",
                    table="quarters_category",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="category",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_categoryevent" ("code", "hint", "is_offered", "labels", "level", "minutes_from", "minutes_to", "name", "needs_deadline", "needs_licence", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relief_amount", "rule", "usual_urgency", "who") VALUES (OLD."code", OLD."hint", OLD."is_offered", OLD."labels", OLD."level", OLD."minutes_from", OLD."minutes_to", OLD."name", OLD."needs_deadline", OLD."needs_licence", _pgh_attach_context(), piano_now(), \'delete\', OLD."id", OLD."position", OLD."relief_amount", OLD."rule", OLD."usual_urgency", OLD."who"); RETURN NULL;',
                    hash="ca8df9e9ce9f3c35bcfa1e42694206bc117b53e1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_788e2",
                    table="quarters_category",
                    when="AFTER",
                ),
            ),
        ),
    ]
