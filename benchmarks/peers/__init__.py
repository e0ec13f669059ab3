"""Other linters of LLM calls on the labelled call sites, scored as llmlint is.

`adapters` says how each peer is run and what its output means, `measure` runs the tools and scores them, `tables` shows
the figures and writes them into a document. The peers are installed apart, each in an environment of its own: they are
no dependencies of the project.
"""
