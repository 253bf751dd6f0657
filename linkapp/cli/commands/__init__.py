"""The commands, one module a subject: each takes the use cases and the options, and returns the exit status."""
