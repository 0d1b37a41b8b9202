"""What reads visits to count and to bill: hours and time accounts by each report, § 45b SGB XI (domain 3.3)."""
