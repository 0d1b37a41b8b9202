"""Waves and escalation as data: who is asked after whom, how many at once, how long, and what at night.

`plain` is what a policy is, `pace` how long people have, `deciding` who comes now; all pure. `shipped` are the policies as
they come, `choosing` finds the one for a visit, `words` says it, `editing` changes it.
"""
