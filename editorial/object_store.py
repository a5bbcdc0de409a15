"""Pictures in an S3-compatible store: one request for each, and nobody waits long for a store that is away.

What fails is an OSError as with a folder, so that all else need not know where pictures are kept.
"""

import mimetypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from editorial.storing import Away

CONNECT, ANSWER = 2, 4  # seconds that a store may take
REST = 5  # seconds in which nobody asks again a store that did not answer
GONE = 404


class Pictures(S3Storage):
    """Whole objects, read and written in one piece."""

    def __init__(self, **options: Any) -> None:
        options["client_config"] = Config(
            connect_timeout=CONNECT,
            read_timeout=ANSWER,
            retries={"total_max_attempts": 1},
            request_checksum_calculation="when_required",  # not every store knows the newer ones
            response_checksum_validation="when_required",
        )
        self.resting = 0.0
        super().__init__(**options)

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]
        with self._asking(name):
            answer = self.connection.meta.client.get_object(**self._place(name))
            return ContentFile(answer["Body"].read(), name)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        with self._asking(name):
            body = b"".join(content.chunks())
            self.connection.meta.client.put_object(**self._place(name), Body=body, ContentType=kind)
        return clean_name(name)

    def exists(self, name: str) -> bool:
        """Whether it is kept."""
        try:
            with self._asking(name):
                self.connection.meta.client.head_object(**self._place(name))
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Take it away, if it is there."""
        with self._asking(name):
            self.connection.meta.client.delete_object(**self._place(name))

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(clean_name(name))}

    @contextmanager
    def _asking(self, name: str) -> Iterator[None]:
        """FileNotFoundError where the store says that it has no such thing, Away where it does not answer."""
        if time.monotonic() < self.resting:
            raise Away("The store of pictures did not answer a moment ago.")
        try:
            yield
        except BotoCoreError as error:
            self.resting = time.monotonic() + REST
            raise Away(f"The store of pictures does not answer: {type(error).__name__}.") from error
        except ClientError as error:
            told = error.response
            if told["ResponseMetadata"]["HTTPStatusCode"] == GONE and told["Error"]["Code"] != "NoSuchBucket":
                raise FileNotFoundError(f"There is no {name}.") from error
            raise Away(f"The store of pictures refuses: {told['Error']['Code']}.") from error
