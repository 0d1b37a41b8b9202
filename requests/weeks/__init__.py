"""„Meine Woche“: who comes when to one person, whoever it is, on one page and on one sheet for the fridge.

Neighbours are visits, the shared meal is a registration; what else there is she, somebody whom she trusts, a helper on the phone
or a care service with her consent writes down. `reading` puts it together, `sheets` sets it, `plans` sends a new sheet after a change.
"""
