"""The lowest package: the base of errors, AWS's error codes, fixed names, words, and files."""
