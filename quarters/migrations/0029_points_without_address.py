"""A meeting point has its operator, landlord and address in dated rows; it says its languages, and where it went."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


TABLES = ("quarters_meetingpoint", "quarters_meetingpointevent")
CHANGE = "ALTER TABLE {0} ALTER street {1}, ALTER postcode {1};"
DEFAULTS = "".join(CHANGE.format(table, "SET DEFAULT ''") for table in TABLES)
NO_DEFAULTS = "".join(CHANGE.format(table, "DROP DEFAULT") for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("quarters", "0028_tenures_of_points"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingpoint",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingpoint",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meetingpoint",
            name="delete_delete",
        ),
        # The columns stay for the release before, which still names them; nothing reads them any more.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DEFAULTS, NO_DEFAULTS)],
            state_operations=[
                migrations.RemoveField(
                    model_name="meetingpoint",
                    name="landlord",
                ),
                migrations.RemoveField(
                    model_name="meetingpoint",
                    name="latitude",
                ),
                migrations.RemoveField(
                    model_name="meetingpoint",
                    name="longitude",
                ),
                migrations.RemoveField(
                    model_name="meetingpoint",
                    name="operator",
                ),
                migrations.RemoveField(
                    model_name="meetingpoint",
                    name="postcode",
                ),
                migrations.RemoveField(
                    model_name="meetingpoint",
                    name="street",
                ),
                migrations.RemoveField(
                    model_name="meetingpointevent",
                    name="landlord",
                ),
                migrations.RemoveField(
                    model_name="meetingpointevent",
                    name="latitude",
                ),
                migrations.RemoveField(
                    model_name="meetingpointevent",
                    name="longitude",
                ),
                migrations.RemoveField(
                    model_name="meetingpointevent",
                    name="operator",
                ),
                migrations.RemoveField(
                    model_name="meetingpointevent",
                    name="postcode",
                ),
                migrations.RemoveField(
                    model_name="meetingpointevent",
                    name="street",
                ),
            ],
        ),
        migrations.AddField(
            model_name="meetingpoint",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=5),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="Sprachen",
            ),
        ),
        migrations.AddField(
            model_name="meetingpoint",
            name="moved_to",
            field=models.ForeignKey(
                blank=True,
                help_text="der Treffpunkt, den es statt dieses gibt",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="came_from",
                to="quarters.meetingpoint",
                verbose_name="danach",
            ),
        ),
        migrations.AddField(
            model_name="meetingpointevent",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=5),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="Sprachen",
            ),
        ),
        migrations.AddField(
            model_name="meetingpointevent",
            name="moved_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="der Treffpunkt, den es statt dieses gibt",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.meetingpoint",
                verbose_name="danach",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_meetingpointevent" ("about", "district_id", "hours", "is_confirmed", "languages", "moved_to_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "slug", "valid_from", "valid_until") VALUES (NEW."about", NEW."district_id", NEW."hours", NEW."is_confirmed", NEW."languages", NEW."moved_to_id", NEW."name", _pgh_attach_context(), piano_now(), \'insert\', NEW."id", NEW."phone", NEW."slug", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="3bc1a2a5a0c45997aff897a75bc95e74a7938d54",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_180a2",
                    table="quarters_meetingpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."hours" IS DISTINCT FROM (NEW."hours") OR OLD."is_confirmed" IS DISTINCT FROM (NEW."is_confirmed") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."moved_to_id" IS DISTINCT FROM (NEW."moved_to_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                    func='INSERT INTO "quarters_meetingpointevent" ("about", "district_id", "hours", "is_confirmed", "languages", "moved_to_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "slug", "valid_from", "valid_until") VALUES (NEW."about", NEW."district_id", NEW."hours", NEW."is_confirmed", NEW."languages", NEW."moved_to_id", NEW."name", _pgh_attach_context(), piano_now(), \'update\', NEW."id", NEW."phone", NEW."slug", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="cef243048d7271f4c2a3bcff2eae1fca53d4714b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de55e",
                    table="quarters_meetingpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meetingpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_meetingpointevent" ("about", "district_id", "hours", "is_confirmed", "languages", "moved_to_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "slug", "valid_from", "valid_until") VALUES (OLD."about", OLD."district_id", OLD."hours", OLD."is_confirmed", OLD."languages", OLD."moved_to_id", OLD."name", _pgh_attach_context(), piano_now(), \'delete\', OLD."id", OLD."phone", OLD."slug", OLD."valid_from", OLD."valid_until"); RETURN NULL;',
                    hash="c0d7698a3ad0cbed82a84b57f840fe2e1ef17a3d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d9368",
                    table="quarters_meetingpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("moved_to", models.F("id")), _negated=True),
                name="meeting_point_moved_elsewhere",
                violation_error_message="Ein Treffpunkt zieht nicht zu sich selbst um.",
            ),
        ),
    ]
