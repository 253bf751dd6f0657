"""LinkApp: tend your own professional network, at a person's pace, everything on your own computer."""

__version__ = "0.1.0"
