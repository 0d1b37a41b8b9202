"""The tests of all rooms. One file per action; `bin/test` runs them with real servers and a real browser."""
