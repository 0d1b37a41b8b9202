"""The round of calls in the morning: nobody on the list is unaccounted for at noon (domain 2, category call; the city's
„Hitzetelefon Sonnenschirm“: half past eight to twelve, weekends too, at most three attempts, no medical advice).

`enrolling` who is called, `callers` by whom, `rounds` each morning's list, `calling` what a call brought, `telling` who hears
that somebody was not reached, `sweeps` what happens by the clock. Views and the board read; nothing else writes these tables.
"""
