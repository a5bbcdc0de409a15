"""The settings that tests run on: those of development, in a folder of their own."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DEBUG", "1")
if "STET_TESTS" not in os.environ:  # workers, and commands that tests start, share the folder
    os.environ["STET_TESTS"] = os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="stet-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from editorial.settings import *
from editorial.settings import DATA_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE

LIMITS: dict[str, int] = {}  # tests ask more often than people
PREPARE_PICTURES = False  # made where a test asks for them
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # a query in a loop is an error
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # files are served from where they are written

database = DATABASES["default"]
if database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in production: each thread has a connection of its own, so that races are real ones.
    database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    pragmas = database["OPTIONS"]["init_command"]
    database["OPTIONS"]["init_command"] = pragmas.replace("synchronous=FULL", "synchronous=OFF")
