"""Speed and quality, measured by scripts that anyone can rerun; `python -m benchmarks.actors`."""
