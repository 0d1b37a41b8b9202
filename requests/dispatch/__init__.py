"""The engine alone: who may go to which visit, what it costs, and the best for everybody at once.

Plain values in, plain values out: no models, no database, no clock. `match_problem` runs it on a file; `requests.rounds` uses
`optimum` for the real tables, where the product's own rules say who may (`requests.matching`).
"""
