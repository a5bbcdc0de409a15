"""How gunicorn runs Stet: gunicorn editorial.wsgi --config deploy/gunicorn.py

Threads wait for the database, processes use the cores. Each process keeps readers' pages of its own.
"""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 8
timeout = 60  # a large import or upload; pages take milliseconds
graceful_timeout = 30  # on a restart, requests that have begun are finished
keepalive = 30  # longer than the proxy's, which closes first
max_requests, max_requests_jitter = 50_000, 5_000
accesslog = None  # Stet's own lines say more: LOG_FORMAT=json
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")


def child_exit(server, worker):
    """What a process counted for Prometheus stays counted after it."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
