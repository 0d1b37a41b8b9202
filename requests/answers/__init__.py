"""What whoever asked for help reads and answers behind the link of a message, without signing in (docs/decisions/058).

`links` makes a link and says what it opens, `shown` what stands there, `acts` what its button does. No page of it says more than
the message did.
"""
