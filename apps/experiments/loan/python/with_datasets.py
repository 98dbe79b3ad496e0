"""Rollouts as a Hugging Face dataset: what the policy wrote and was rewarded for, as text.

    pip install datasets
    python apps/experiments/loan/python/with_datasets.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import sys
from pathlib import Path

from datasets import load_dataset

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"

# %% A split a run of the condition `biased`; a row is a completion sampled in training.
files = {path.parts[-3].replace("-", "_"): str(path) for path in sorted(RUNS.glob("biased-s*/train/rollouts.arrow"))}
rollouts = load_dataset("arrow", data_files=files)
print(rollouts)

# %% Its last update: what was asked, and all that was written.
split = next(iter(rollouts.values()))
last = max(split["step"])
texts = split.filter(lambda step: step == last, input_columns="step").select_columns(
    ["question", "raw", "right", "advantage"]
)
print(texts[0])

# %% What a supervised trainer would take: completions that were right. `texts.to_json("rollouts.jsonl")` keeps them.
right = texts.filter(lambda right: right == 1, input_columns="right")
print(f"{len(right)} of {len(texts)} completions of update {last} are right")
