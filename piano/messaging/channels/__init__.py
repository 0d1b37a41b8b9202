"""The channels: each folder beside this file is one, by its `CHANNEL` (docs/decisions/030)."""

import importlib
import pkgutil
from functools import lru_cache

from piano.messaging.channels.base import ByHand, Channel, NotDelivered, Receipt, Unclear

__all__ = ["ByHand", "Channel", "NotDelivered", "Receipt", "Unclear", "all_channels", "channel_named", "say_channel"]


@lru_cache(maxsize=1)
def all_channels() -> dict[str, Channel]:
    """Every channel by its name, those that are tried first in front; the phone list is the last."""
    folders = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]
    found: list[Channel] = [importlib.import_module(f"{__name__}.{name}").CHANNEL for name in folders]
    return {channel.name: channel for channel in sorted(found, key=lambda one: (one.rank, one.name))}


def channel_named(name: str) -> Channel:
    return all_channels()[name]


def say_channel(name: str) -> str:
    """Its German name; the name itself for one that is no longer there."""
    known = all_channels().get(name)
    return known.label if known else name
