"""Parts of the promise about several steps: the steps, what a principal can take of them, and how far they lead."""
