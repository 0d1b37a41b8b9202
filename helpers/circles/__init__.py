"""The team of a quarter and its care partners: who belongs to it, its meetings, which meeting points a service serves, reserve flats.

What is looked at together, cases and worries, lives in `requests.circles`: this room knows nobody's request.
"""
