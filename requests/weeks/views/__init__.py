"""Pages of the week: one view for each, whoever looks; `requests.weeks.desk` is their gate."""
