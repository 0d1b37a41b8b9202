"""What belongs to a meeting point: who runs it and where, from day to day; stops, photos, last changes. Shapes of districts."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("quarters", "0026_reach_by_letter"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictShape",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("polygons", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="PointChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("words", "Angaben"),
                            ("hours", "Öffnungszeiten"),
                            ("days", "Tage mit anderen Zeiten"),
                            ("route", "Wochenroute"),
                            ("photo", "Fotos"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PointPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("large", models.BinaryField(verbose_name="Bild")),
                ("small", models.BinaryField(verbose_name="Bild, klein")),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="Breite")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="Höhe")),
                ("digest", models.CharField(editable=False, max_length=32, verbose_name="Prüfsumme")),
                ("description", models.CharField(max_length=200, verbose_name="Was ist zu sehen?")),
                ("added_at", models.DateTimeField(editable=False, verbose_name="seit")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Reihenfolge")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="entfernt")),
            ],
            options={
                "verbose_name": "Foto",
                "verbose_name_plural": "Fotos",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PointPhotoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("position", models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="Reihenfolge")),
                ("added_at", models.DateTimeField(editable=False, verbose_name="seit")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="entfernt")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RouteStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Montag"),
                            (1, "Dienstag"),
                            (2, "Mittwoch"),
                            (3, "Donnerstag"),
                            (4, "Freitag"),
                            (5, "Samstag"),
                            (6, "Sonntag"),
                        ],
                        verbose_name="Wochentag",
                    ),
                ),
                ("arrives", models.TimeField(verbose_name="ab")),
                ("leaves", models.TimeField(verbose_name="bis")),
                ("place", models.CharField(max_length=120, verbose_name="Wo")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Breite")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Länge")),
            ],
            options={
                "verbose_name": "Halt",
                "verbose_name_plural": "Halte",
                "ordering": ["weekday", "arrives"],
            },
        ),
        migrations.CreateModel(
            name="RouteStopEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Montag"),
                            (1, "Dienstag"),
                            (2, "Mittwoch"),
                            (3, "Donnerstag"),
                            (4, "Freitag"),
                            (5, "Samstag"),
                            (6, "Sonntag"),
                        ],
                        verbose_name="Wochentag",
                    ),
                ),
                ("arrives", models.TimeField(verbose_name="ab")),
                ("leaves", models.TimeField(verbose_name="bis")),
                ("place", models.CharField(max_length=120, verbose_name="Wo")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Breite")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Länge")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tenure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.CharField(blank=True, max_length=80, verbose_name="Straße und Hausnummer")),
                ("postcode", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Breite")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Länge")),
                ("nearest_stop", models.CharField(blank=True, max_length=120, verbose_name="Nächste Haltestelle")),
                (
                    "step_free",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "ohne Stufe"),
                            ("ramp", "mit Rampe, bitte klingeln"),
                            ("one", "eine Stufe"),
                            ("no", "mehrere Stufen"),
                        ],
                        max_length=10,
                        verbose_name="Eingang",
                    ),
                ),
                (
                    "toilet",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wheelchair", "ja, auch mit Rollstuhl"),
                            ("yes", "ja, nicht mit Rollstuhl"),
                            ("no", "nein"),
                        ],
                        max_length=10,
                        verbose_name="Toilette",
                    ),
                ),
                (
                    "hearing_loop",
                    models.CharField(
                        blank=True, choices=[("yes", "ja"), ("no", "nein")], max_length=10, verbose_name="Höranlage"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="gilt ab")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="gilt bis (ausschließlich)")),
            ],
            options={
                "verbose_name": "Betrieb und Ort",
                "verbose_name_plural": "Betrieb und Ort",
                "ordering": [models.OrderBy(models.F("valid_from"), nulls_first=True)],
            },
        ),
        migrations.CreateModel(
            name="TenureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("street", models.CharField(blank=True, max_length=80, verbose_name="Straße und Hausnummer")),
                ("postcode", models.CharField(blank=True, max_length=5, verbose_name="Postleitzahl")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="Breite")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="Länge")),
                ("nearest_stop", models.CharField(blank=True, max_length=120, verbose_name="Nächste Haltestelle")),
                (
                    "step_free",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "ohne Stufe"),
                            ("ramp", "mit Rampe, bitte klingeln"),
                            ("one", "eine Stufe"),
                            ("no", "mehrere Stufen"),
                        ],
                        max_length=10,
                        verbose_name="Eingang",
                    ),
                ),
                (
                    "toilet",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wheelchair", "ja, auch mit Rollstuhl"),
                            ("yes", "ja, nicht mit Rollstuhl"),
                            ("no", "nein"),
                        ],
                        max_length=10,
                        verbose_name="Toilette",
                    ),
                ),
                (
                    "hearing_loop",
                    models.CharField(
                        blank=True, choices=[("yes", "ja"), ("no", "nein")], max_length=10, verbose_name="Höranlage"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="gilt ab")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="gilt bis (ausschließlich)")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="districtshape",
            name="district",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="shape", to="quarters.district"
            ),
        ),
        migrations.AddField(
            model_name="pointchange",
            name="meeting_point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="quarters.meetingpoint"
            ),
        ),
        migrations.AddField(
            model_name="pointphoto",
            name="meeting_point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="quarters.meetingpoint",
                verbose_name="Treffpunkt",
            ),
        ),
        migrations.AddField(
            model_name="pointphotoevent",
            name="meeting_point",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.meetingpoint",
                verbose_name="Treffpunkt",
            ),
        ),
        migrations.AddField(
            model_name="pointphotoevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="pointphotoevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                related_query_name="events",
                to="quarters.pointphoto",
            ),
        ),
        migrations.AddField(
            model_name="routestop",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="route_stops",
                to="quarters.district",
                verbose_name="Stadtteil",
            ),
        ),
        migrations.AddField(
            model_name="routestop",
            name="meeting_point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stops",
                to="quarters.meetingpoint",
                verbose_name="Treffpunkt",
            ),
        ),
        migrations.AddField(
            model_name="routestopevent",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.district",
                verbose_name="Stadtteil",
            ),
        ),
        migrations.AddField(
            model_name="routestopevent",
            name="meeting_point",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.meetingpoint",
                verbose_name="Treffpunkt",
            ),
        ),
        migrations.AddField(
            model_name="routestopevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="routestopevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                related_query_name="events",
                to="quarters.routestop",
            ),
        ),
        migrations.AddField(
            model_name="tenure",
            name="landlord",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="let_tenures",
                to="quarters.organisation",
                verbose_name="Vermieter",
            ),
        ),
        migrations.AddField(
            model_name="tenure",
            name="meeting_point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tenures",
                to="quarters.meetingpoint",
                verbose_name="Treffpunkt",
            ),
        ),
        migrations.AddField(
            model_name="tenure",
            name="operator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="operated_tenures",
                to="quarters.organisation",
                verbose_name="Betreiber",
            ),
        ),
        migrations.AddField(
            model_name="tenureevent",
            name="landlord",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.organisation",
                verbose_name="Vermieter",
            ),
        ),
        migrations.AddField(
            model_name="tenureevent",
            name="meeting_point",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.meetingpoint",
                verbose_name="Treffpunkt",
            ),
        ),
        migrations.AddField(
            model_name="tenureevent",
            name="operator",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quarters.organisation",
                verbose_name="Betreiber",
            ),
        ),
        migrations.AddField(
            model_name="tenureevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="tenureevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                related_query_name="events",
                to="quarters.tenure",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("description", ""), _negated=True), name="photo_says_what_is_seen"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointphoto",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("meeting_point", "digest"),
                name="photo_once_per_meeting_point",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pointphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_pointphotoevent" ("added_at", "meeting_point_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at") VALUES (NEW."added_at", NEW."meeting_point_id", _pgh_attach_context(), piano_now(), \'insert\', NEW."id", NEW."position", NEW."removed_at"); RETURN NULL;',
                    hash="fa952b562fd5a37ba5ed175d789af50d85684018",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_311ba",
                    table="quarters_pointphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pointphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."meeting_point_id" IS DISTINCT FROM (NEW."meeting_point_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at"))',
                    func='INSERT INTO "quarters_pointphotoevent" ("added_at", "meeting_point_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at") VALUES (NEW."added_at", NEW."meeting_point_id", _pgh_attach_context(), piano_now(), \'update\', NEW."id", NEW."position", NEW."removed_at"); RETURN NULL;',
                    hash="447443f0c35977eb4628caf6d21db5431fe444b7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f1d09",
                    table="quarters_pointphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pointphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_pointphotoevent" ("added_at", "meeting_point_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "removed_at") VALUES (OLD."added_at", OLD."meeting_point_id", _pgh_attach_context(), piano_now(), \'delete\', OLD."id", OLD."position", OLD."removed_at"); RETURN NULL;',
                    hash="c97970a395429131fd1117524f2c301bec84b629",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_69ee0",
                    table="quarters_pointphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pointphotoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="be11244106e9ca005fadb8dcb01b16f7da647edb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7939a",
                    table="quarters_pointphotoevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="routestop",
            constraint=models.UniqueConstraint(
                fields=("meeting_point", "weekday", "arrives"), name="one_stop_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="routestop",
            constraint=models.CheckConstraint(
                condition=models.Q(("leaves__gt", models.F("arrives"))), name="stop_leaves_after_it_arrives"
            ),
        ),
        migrations.AddConstraint(
            model_name="routestop",
            constraint=models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="stop_is_on_a_weekday"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routestop",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_routestopevent" ("arrives", "district_id", "latitude", "leaves", "longitude", "meeting_point_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "weekday") VALUES (NEW."arrives", NEW."district_id", NEW."latitude", NEW."leaves", NEW."longitude", NEW."meeting_point_id", _pgh_attach_context(), piano_now(), \'insert\', NEW."id", NEW."place", NEW."weekday"); RETURN NULL;',
                    hash="cd460ae658c15b3e5d093914fd6ee294844851be",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f1a0f",
                    table="quarters_routestop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routestop",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."arrives" IS DISTINCT FROM (NEW."arrives") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."leaves" IS DISTINCT FROM (NEW."leaves") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."meeting_point_id" IS DISTINCT FROM (NEW."meeting_point_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."weekday" IS DISTINCT FROM (NEW."weekday"))',
                    func='INSERT INTO "quarters_routestopevent" ("arrives", "district_id", "latitude", "leaves", "longitude", "meeting_point_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "weekday") VALUES (NEW."arrives", NEW."district_id", NEW."latitude", NEW."leaves", NEW."longitude", NEW."meeting_point_id", _pgh_attach_context(), piano_now(), \'update\', NEW."id", NEW."place", NEW."weekday"); RETURN NULL;',
                    hash="24b38446cd70d133b768b1e86844db82e31c08e2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2238c",
                    table="quarters_routestop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routestop",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_routestopevent" ("arrives", "district_id", "latitude", "leaves", "longitude", "meeting_point_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "weekday") VALUES (OLD."arrives", OLD."district_id", OLD."latitude", OLD."leaves", OLD."longitude", OLD."meeting_point_id", _pgh_attach_context(), piano_now(), \'delete\', OLD."id", OLD."place", OLD."weekday"); RETURN NULL;',
                    hash="f25f18738c3789362d873a79265461e8b39ce082",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd009",
                    table="quarters_routestop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="routestopevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ddb45761c2c5e471b77613added71f7d9eabd3ed",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46055",
                    table="quarters_routestopevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None),
                    ("valid_until", None),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="tenure_ends_after_it_begins",
                violation_error_message="„Gilt bis“ liegt nach „gilt ab“.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("meeting_point", "="),
                    (
                        models.Func(
                            "valid_from",
                            "valid_until",
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="tenures_of_a_meeting_point_never_overlap",
                violation_error_message="In dieser Zeit steht schon ein anderer Betreiber oder Ort da.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_tenureevent" ("hearing_loop", "landlord_id", "latitude", "longitude", "meeting_point_id", "nearest_stop", "operator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "step_free", "street", "toilet", "valid_from", "valid_until") VALUES (NEW."hearing_loop", NEW."landlord_id", NEW."latitude", NEW."longitude", NEW."meeting_point_id", NEW."nearest_stop", NEW."operator_id", _pgh_attach_context(), piano_now(), \'insert\', NEW."id", NEW."postcode", NEW."step_free", NEW."street", NEW."toilet", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="7b14b19f1a52ff2ed3763bf1a9588ce2a8b525c3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_43ebd",
                    table="quarters_tenure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."hearing_loop" IS DISTINCT FROM (NEW."hearing_loop") OR OLD."landlord_id" IS DISTINCT FROM (NEW."landlord_id") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."meeting_point_id" IS DISTINCT FROM (NEW."meeting_point_id") OR OLD."nearest_stop" IS DISTINCT FROM (NEW."nearest_stop") OR OLD."operator_id" IS DISTINCT FROM (NEW."operator_id") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."step_free" IS DISTINCT FROM (NEW."step_free") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."toilet" IS DISTINCT FROM (NEW."toilet") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                    func='INSERT INTO "quarters_tenureevent" ("hearing_loop", "landlord_id", "latitude", "longitude", "meeting_point_id", "nearest_stop", "operator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "step_free", "street", "toilet", "valid_from", "valid_until") VALUES (NEW."hearing_loop", NEW."landlord_id", NEW."latitude", NEW."longitude", NEW."meeting_point_id", NEW."nearest_stop", NEW."operator_id", _pgh_attach_context(), piano_now(), \'update\', NEW."id", NEW."postcode", NEW."step_free", NEW."street", NEW."toilet", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                    hash="c161072ba9049c61b4b3cca925ef0ca2b126d99b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_86a38",
                    table="quarters_tenure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quarters_tenureevent" ("hearing_loop", "landlord_id", "latitude", "longitude", "meeting_point_id", "nearest_stop", "operator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "step_free", "street", "toilet", "valid_from", "valid_until") VALUES (OLD."hearing_loop", OLD."landlord_id", OLD."latitude", OLD."longitude", OLD."meeting_point_id", OLD."nearest_stop", OLD."operator_id", _pgh_attach_context(), piano_now(), \'delete\', OLD."id", OLD."postcode", OLD."step_free", OLD."street", OLD."toilet", OLD."valid_from", OLD."valid_until"); RETURN NULL;',
                    hash="cacaa4150c6471571688e2b50dabe4c4c382446c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4ee27",
                    table="quarters_tenure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenureevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="31943f4dff53068662f4cb005bddb7851ea947ad",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_97588",
                    table="quarters_tenureevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
