"""Addresses within a series: which are free, and which somebody has or had."""

from django.utils.text import slugify

from .models import Installment, Series


def free_address(series: Series, wish: str) -> str:
    """An address in this series that no other installment has or had."""
    stem = slugify(wish)[:100] or "untitled"
    taken = set(series.installments.values_list("slug", flat=True))
    taken |= set(series.editions.values_list("slug", flat=True))
    address, number = stem, 2
    while address in taken:
        address, number = f"{stem}-{number}", number + 1
    return address


def taken(installment: Installment) -> bool:
    """Whether another installment of the series has, or had in public, this one's address."""
    series = installment.series
    others = series.installments.filter(slug=installment.slug).exclude(pk=installment.pk).values("pk")
    editions = series.editions.filter(slug=installment.slug).exclude(installment=installment).values("pk")
    return others.union(editions).exists()


def free_series_address(title: str) -> str:
    """An address that no other series has."""
    stem = slugify(title)[:70] or "series"
    address, number = stem, 2
    while Series.objects.filter(slug=address).exists():
        address, number = f"{stem}-{number}", number + 1
    return address
