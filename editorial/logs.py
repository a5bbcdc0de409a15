"""Logs as JSON, one object on each line, each with the request that it belongs to (LOG_FORMAT=json)."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


class Lines(logging.Formatter):
    """JSON lines: when, how bad, who says it, what, in which request."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "text": record.getMessage(),
        }
        if request := REQUEST_ID.get():
            said["request"] = request
        said |= getattr(record, "more", {})
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def config() -> dict[str, Any]:
    """Django's LOGGING for JSON lines, each request among them."""
    lines = {"handlers": ["out"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "editorial.logs.Lines"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {"stet.requests": lines, "django": lines, "django.server": lines},
        "root": {"handlers": ["out"], "level": "INFO"},
    }
