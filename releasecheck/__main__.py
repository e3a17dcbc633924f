"""`python -m releasecheck`: the same command, without anything installed."""

from releasecheck.cli import main

if __name__ == "__main__":
    main()
