"""Homes without barriers: a conversion from a wish to accepted work, in eleven steps with their gates (domain 7).

The landlord's people see flat, measures, dates and sums; what is said of health stands in a table of its own that their pages never
ask (docs/decisions/066). Knows nothing of help requests.
"""
