"""The contacts tab: the contacts book, searched and sorted, and one person of it."""
