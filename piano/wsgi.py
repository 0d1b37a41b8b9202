"""The web processes' entry."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piano.settings")
application = get_wsgi_application()
# each thread keeps its connection: a new one costs as much as a page
connections["default"].settings_dict["CONN_MAX_AGE"] = 60
