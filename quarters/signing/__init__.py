"""Signing in and staying so: codes from mail and paper, what a link opens, how often somebody may guess."""
