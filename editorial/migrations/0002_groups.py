"""The three groups and what each may do."""

from django.db import migrations

GROUPS = {
    "editor": ("edit_installments",),
    "reviewer": ("review_installments",),
    "publisher": ("publish_installments",),
}
NAMES = {
    "edit_installments": "Write, submit, correct (editor)",
    "review_installments": "Approve, request changes, let findings stand (reviewer)",
    "publish_installments": "Schedule, publish, withdraw (publisher)",
}
VIEWED = (("series", "installment"), ("editorial", "docket"))
KEPT_BY_EDITORS = ("person", "organization", "topic", "announcement")


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group, names in GROUPS.items():
        row, _ = Group.objects.get_or_create(name=group)
        for name in names:
            row.permissions.add(permission(apps, "editorial", "docket", name, NAMES[name]))
        for app, model in VIEWED:
            row.permissions.add(permission(apps, app, model, f"view_{model}", f"Can view {model}"))
        row.permissions.add(permission(apps, "series", "series", "view_series", "Can view series"))
        for model in KEPT_BY_EDITORS:
            verbs = ("view", "add", "change") if group == "editor" else ("view",)
            for verb in verbs:
                row.permissions.add(permission(apps, "series", model, f"{verb}_{model}", f"Can {verb} {model}"))


def permission(apps, app, model, codename, name):
    """The permission, made where `migrate` has not made it yet (it does so after the last migration)."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    row, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return row


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_initial"),
        ("series", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
