"""The programme: planning dates, registering for them, the waiting list, who came.

Knows nothing of help requests: what has to reach up goes by the hook in `lifts`. Locks: people → event → registration → message.
"""
