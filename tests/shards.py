"""Which tests of a sharded run stay together: those that read the demo, which takes half a minute to make and to walk.

xdist's own mark for this does nothing under pytest 9.2.
"""

from xdist.scheduler import LoadScopeScheduling

DEMO = tuple(f"tests/house/test_{name}.py::" for name in ("demo", "links_in_messages", "every_page"))


class Shards(LoadScopeScheduling):
    """Every test goes where there is time for it, but for those of the demo."""

    def _split_scope(self, nodeid: str) -> str:
        return "demo" if nodeid.startswith(DEMO) else nodeid
