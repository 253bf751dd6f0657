"""The log tab: what was done, run by run and line by line."""
