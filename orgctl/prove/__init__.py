"""`orgctl prove`: the proof as text, JSON, JUnit and Markdown."""
