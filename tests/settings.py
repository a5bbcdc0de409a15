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
from editorial.settings import INSTALLED_APPS, MIDDLEWARE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # a query in a loop is an error
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
