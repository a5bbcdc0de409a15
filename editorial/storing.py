"""Where pictures are kept: a folder, or an S3-compatible store (the extra `s3`)."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

WEB = {"s3": "https", "s3+http": "http"}
OPTIONS = {"region": "region_name", "prefix": "location"}


class Away(OSError):
    """What keeps the pictures does not answer."""


def pictures(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings of one storage. ImproperlyConfigured for an address that is of no known kind.

    s3://KEY:SECRET@HOST/BUCKET?region=…&prefix=…; without KEY, boto3 looks where it always does. A store in
    the same network that has no certificate is s3+http://….
    """
    if not url:
        options = {"location": str(folder), "base_url": None}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme not in WEB or not parts.hostname or not bucket or "/" in bucket:
        raise ImproperlyConfigured(
            f"MEDIA_URL={parts.scheme}:… is not known: use s3://KEY:SECRET@HOST/BUCKET."
        )
    asked = dict(parse_qsl(parts.query))
    if unknown := asked.keys() - OPTIONS.keys():
        raise ImproperlyConfigured(f"MEDIA_URL has {min(unknown)}: it may have {' and '.join(OPTIONS)}.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("MEDIA_URL needs the extra s3: pip install 'django-storages[s3]'.")
    port = f":{parts.port}" if parts.port else ""
    options = {
        "bucket_name": bucket,
        "endpoint_url": f"{WEB[parts.scheme]}://{parts.hostname}{port}",
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        **{OPTIONS[name]: value for name, value in asked.items()},
    }
    if parts.username:
        keys = (unquote(parts.username), unquote(parts.password or ""))
        options |= dict(zip(("access_key", "secret_key"), keys, strict=True))
    return {"BACKEND": "editorial.object_store.Pictures", "OPTIONS": options}
