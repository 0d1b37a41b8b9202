"""How long dispatching takes at the size of many cities, on invented rows in a scratch database. For development only.

`city` invents, `filling` writes, `scratch` makes and drops the database, `measuring` and `answering` take the figures.
"""
