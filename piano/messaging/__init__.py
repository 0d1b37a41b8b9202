"""The outbox: one row per message owed to one person. Rooms above register reasons; this room imports none of them."""
