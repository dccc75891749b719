"""Reading a document sentence by sentence: names, role phrases and anaphors, each against what was read before."""
