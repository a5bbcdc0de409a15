"""Figures for Prometheus: what this process counted, and what the database knows.

With several processes on one machine, PROMETHEUS_MULTIPROC_DIR names an empty folder that they share.
"""

import os
from collections.abc import Iterable

from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

CONTENT_TYPE = CONTENT_TYPE_LATEST
BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

requests = Counter("stet_requests", "Requests answered.", ["route", "method", "status"])
seconds = Histogram("stet_request_seconds", "How long they took.", ["route"], buckets=BUCKETS)
pages = Counter("stet_pages", "Readers' pages, by whether they were kept.", ["kept"])


def note(route: str, method: str, status: str, taken: float, kept: bool | None) -> None:
    """One request was answered. `kept` is None where the page store was not asked."""
    known = method if method in ("GET", "HEAD", "POST") else "other"
    requests.labels(route, known, status).inc()
    seconds.labels(route).observe(taken)
    if kept is not None:
        pages.labels("yes" if kept else "no").inc()


class FromTheDatabase(Collector):
    """What is the same whichever process is asked."""

    def collect(self) -> Iterable[Metric]:
        from editorial.models import Notice, Step

        waiting = GaugeMetricFamily("stet_outbox_mails", "Mails that should have gone out.")
        oldest = GaugeMetricFamily("stet_outbox_oldest_seconds", "How late the oldest of them is.")
        steps = GaugeMetricFamily("stet_steps", "Steps of the history, by move.", labels=["move"])
        now = timezone.now()
        try:
            due = Notice.objects.filter(sent_at=None, send_after__lte=now).order_by()
            found = due.aggregate(number=Count("pk"), first=Min("send_after"))
            moves = Step.objects.order_by("move").values_list("move").annotate(Count("pk"))
            for move, number in moves:
                steps.add_metric([move], number)
        except DatabaseError:
            return []
        first = found["first"] or now
        waiting.add_metric([], found["number"])
        oldest.add_metric([], (now - first).total_seconds())
        return [waiting, oldest, steps]


def text() -> bytes:
    """All of it, in Prometheus' text format."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=folder)
        counted = generate_latest(registry)
    else:
        counted = generate_latest(REGISTRY)
    own = CollectorRegistry()
    own.register(FromTheDatabase())
    return counted + generate_latest(own)
