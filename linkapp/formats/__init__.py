"""Files that others made (exports of the site, address books, calendars): read and given as values. Nothing is written,
and nothing in a file is obeyed."""
