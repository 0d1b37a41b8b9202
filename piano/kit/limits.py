"""A small limit on how often something may be tried. Open when the cache is away: an outage locks nobody out."""

import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger("piano.limits")


def too_often(request: HttpRequest, *, what: str, most: int, seconds: int) -> bool:
    """Counts this try of `what` from this address; true when there were more than `most` within `seconds`."""
    key = f"limit:{what}:{get_adapter().get_client_ip(request)}"
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key)) > most
    except (RedisError, ValueError):
        logger.warning("limit %s is open: the cache does not answer", what)
        return False
