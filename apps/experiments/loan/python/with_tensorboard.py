"""The curves of training, from TensorBoard's event files.

    pip install tensorboard
    tensorboard --logdir apps/experiments/loan/runs        # to look at them
    python apps/experiments/loan/python/with_tensorboard.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset. Wall time in these files is the update, so that the same run gives the same bytes.
"""

# %%
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"

# %% A scalar is a column of `updates.arrow`, or of `curve.arrow` in pretraining.
curves = {}
for path in sorted(RUNS.glob("*-s*/*/events.out.tfevents.*")):
    events = EventAccumulator(str(path.parent)).Reload()
    curves[path.parts[-3]] = {
        tag: [(event.step, event.value) for event in events.Scalars(tag)] for tag in events.Tags()["scalars"]
    }

# %% Reward and length of the chain of thought, at the first and the last update.
for run, scalars in curves.items():
    for tag in ("loss", "reward", "cot_length"):
        if tag in scalars:
            (first, before), (last, after) = scalars[tag][0], scalars[tag][-1]
            print(f"{run:12} {tag:10} {before:7.3f} at update {first}, {after:7.3f} at update {last}")
