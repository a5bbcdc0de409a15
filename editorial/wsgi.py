"""The WSGI application: readers' pages that are kept, and Django for everything else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - once Django is set up

if settings.PAGES_MB:
    from series.kept import Kept
    from series.stamps import stamp

    application = Kept(
        application,
        stamp(),
        most=settings.PAGES_MB * 1024 * 1024,
        apart=("/desk/", settings.STATIC_URL),
    )

from editorial.watching import Watched  # noqa: E402

application = Watched(application)
