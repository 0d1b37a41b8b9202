"""Who may and can go to which visit, and who best: gathered in bulk, computed as plain values, the best first.

`find` answers for a whole round in a compact form, `candidates_for` and `rank_candidates` in words, `failing_rule` for one
person at one moment. The rules stand in `rules`, each with a name. Nothing here writes.
"""

from requests.matching.candidates import Found, candidates_for, find, rank_candidates
from requests.matching.checking import failing_rule
from requests.matching.places import place_of, shared_language

__all__ = ["Found", "candidates_for", "failing_rule", "find", "place_of", "rank_candidates", "shared_language"]
