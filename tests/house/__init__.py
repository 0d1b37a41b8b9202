"""The house itself: names, locks, private services, containers. No Django here."""
