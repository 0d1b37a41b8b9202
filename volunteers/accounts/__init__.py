"""Time and money of volunteers: the time account, hours and expenses, flat allowances. What reads visits stands in `requests.billing`."""
