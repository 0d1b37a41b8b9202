"""The pipeline: a wish becomes a request, a visit, offers, an assignment, a report. What shows or counts visits lives here."""
