"""Incidents: kept in writing, read by few, each look on record. `acts` are the verbs, `access` is the gate."""
