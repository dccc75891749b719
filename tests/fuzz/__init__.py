"""Coverage-guided fuzzing of the doors that read what others wrote, with atheris, which is libFuzzer for Python.

    python -m tests.fuzz guard --minutes 10      # tries; what breaks a promise goes to build/fuzz/guard/findings
    python -m tests.fuzz guard --keep            # keeps a small corpus that reaches as much: corpus/guard.zip

It stands beside the tests, not at the top of the house, because it is made of them: its seeds are their sample rows,
and `tests/test_fuzz.py` gives every kept input and every finding to the same targets without atheris. None of it is
part of the package. A target is a function from bytes to nothing that raises `BrokenPromiseError`, or whatever the
code under it raises and should not.
"""
