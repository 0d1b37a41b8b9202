"""The web processes' entry."""

import os

from django.core.wsgi import get_wsgi_application

from piano.kit.kept import keep_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piano.settings")
application = get_wsgi_application()
keep_connections()
