"""Starts LinkApp."""

from linkapp.app import main

if __name__ == "__main__":
    main()
