"""The pages of the practice site: one file for each kind, and one for each layout generation of the catch-up page."""
