"""Rows that are written once: what every record of the desk is made of."""

from typing import Any, NoReturn

from django.db import models


class RecordError(TypeError):
    """Somebody tried to change or delete a record."""


class Records(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RecordError(f"{self.model._meta.verbose_name_plural} are records: they are never changed.")

    def delete(self) -> NoReturn:
        raise RecordError(f"{self.model._meta.verbose_name_plural} are records: they are never deleted.")

    bulk_update = update  # type: ignore[assignment]
    update_or_create = update  # type: ignore[assignment]


class Record(models.Model):
    """A row that is written once: saving it again or deleting it is refused."""

    objects = Records.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordError(f"This {self._meta.verbose_name} is a record: it is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RecordError(f"This {self._meta.verbose_name} is a record: it is never deleted.")
