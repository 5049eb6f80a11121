"""`python -m orgctl`."""

from orgctl.cli import main

if __name__ == "__main__":
    main()
