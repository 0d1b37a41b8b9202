"""What can be done to a conversion, by its word in the address. In the order in which their forms stand on the page."""

from quarters.conversions.acts import agreeing, building, keeping, moving, paying, planning
from quarters.conversions.acts.act import Act, Doing

ACTS: dict[str, Act] = {
    **agreeing.ACTS,
    **planning.ACTS,
    **paying.ACTS,
    **building.ACTS,
    **moving.ACTS,
    **keeping.ACTS,
}

__all__ = ["ACTS", "Act", "Doing"]
