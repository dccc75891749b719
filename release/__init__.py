"""What is done by hand before a release: wheel and sdist built and tried, dependencies looked over.

`python -m release` does all of it; CONTRIBUTING.md says when. The package never imports it.
"""
