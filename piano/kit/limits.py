"""A small limit on how often something may be tried. Open when the cache is away: an outage locks nobody out."""

import ipaddress
import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger("piano.limits")
NET = 64  # bits


def too_often(request: HttpRequest, *, what: str, most: int, seconds: int) -> bool:
    """Counts this try of `what` from this line; true when there were more than `most` within `seconds`."""
    key = f"limit:{what}:{line_of(get_adapter().get_client_ip(request))}"
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key)) > most
    except (RedisError, ValueError):
        logger.warning("limit %s is open: the cache does not answer", what)
        return False


def line_of(address: str) -> str:
    """Whose tries are counted together: one IPv4 address, or one net of IPv6, of which a line has 2^64 addresses (RFC 6177)."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, NET), strict=False).network_address)
