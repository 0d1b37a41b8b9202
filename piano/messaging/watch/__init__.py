"""Whether everything runs: heartbeats, parts and their state, figures for a monitor, the alarm. Nothing here names a person."""
