"""Runs over whole collections of files, and a table for what their reader noted on works."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0003_addresses"),
        ("works", "0003_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="fingerprint",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="item",
            name="guessed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="item",
            name="key",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="item",
            name="lacking",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="item",
            name="unmapped",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="job",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="found",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="job",
            name="seconds",
            field=models.FloatField(default=0),
        ),
        migrations.AddField(
            model_name="job",
            name="stage",
            field=models.SmallIntegerField(
                choices=[(0, "looked over one by one"), (1, "going on"), (2, "stopped"), (3, "done")], default=0
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="unchanged",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("key", ""), _negated=True), fields=["key", "-id"], name="item_by_key"
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["job", "outcome", "rank"], name="item_by_outcome"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("stage", 1)), fields=["made_at"], name="job_going"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(condition=models.Q(("stage__in", [0, 1, 2, 3])), name="job_stage_known"),
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("data", models.JSONField(blank=True, default=dict)),
                ("digest", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="works.work"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["work"], name="private_note_by_work")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "work", "digest"), name="private_note_once")
                ],
            },
        ),
    ]
