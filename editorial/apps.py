"""Django's app of the desk."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "Desk"
    default = True

    def ready(self) -> None:
        from editorial import databases, guards

        databases.json_is_known()

        pre_migrate.connect(guards.before_migrations, sender=self)
        post_migrate.connect(guards.after_migrations, sender=self)
