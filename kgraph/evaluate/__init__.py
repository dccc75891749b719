"""Claims against gold: precision and recall by event type, agreement, calibration, with the floor beside it."""

from kgraph.evaluate.ends import Ends
from kgraph.evaluate.gold_lines import read_gold
from kgraph.evaluate.pairing import Within
from kgraph.evaluate.placing import place
from kgraph.evaluate.running import Evaluation, Measure, evaluate_gold
from kgraph.evaluate.scores import Scores, score_claims

__all__ = ["Ends", "Evaluation", "Measure", "Scores", "Within", "evaluate_gold", "place", "read_gold", "score_claims"]
