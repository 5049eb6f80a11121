"""What every other package may use: the base of errors, AWS's error codes, fixed names, words, and files."""
