"""The command line: the same use cases as the window, shown as words or as one JSON document. Imports no Qt."""
