"""What somebody may do, what is missing and what comes next: volunteers and paid people alike, above both of their rooms."""
