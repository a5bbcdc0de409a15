"""Django's app of what is published."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SeriesConfig(AppConfig):
    name = "series"
    verbose_name = "Series"

    def ready(self) -> None:
        from series import epoch

        pre_migrate.connect(epoch.before_migrations, sender=self)
        post_migrate.connect(epoch.after_migrations, sender=self)
