"""What runs on one's own machine: private services and the supervisor behind `bin/up`, `bin/manage`, `bin/test`.

Nothing of the application lives here, and nothing of the application may import it: in operation
the servers are given by DATABASE_URL and REDIS_URL. Checked by the import contracts.
"""
