"""Databases of linkedin-birthday-auto, V1 and V2: read as they are, and taken into the contacts book."""
