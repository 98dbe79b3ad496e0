"""Rollouts as a Hugging Face dataset: what the policy wrote and was rewarded for, as text.

    pip install datasets
    python apps/experiments/loan/python/with_datasets.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import json
import sys
from pathlib import Path

from datasets import load_dataset

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"

# %% A split a run of the condition `biased`; a row is a completion sampled in training.
files = {path.parts[-3].replace("-", "_"): str(path) for path in sorted(RUNS.glob("biased-s*/train/rollouts.arrow"))}
rollouts = load_dataset("arrow", data_files=files)
print(rollouts)

# %% Its last update, as text.
split = next(iter(rollouts.values()))
last = max(split["step"])
tokenizer = json.loads(next(RUNS.glob("biased-s*/train/checkpoints/step-0000/tokenizer.json")).read_text())
words = list(tokenizer["model"]["vocab"])


def as_text(row):
    return {name: " ".join(words[token] for token in row[name]) for name in ("prompt", "completion")}


texts = split.filter(lambda step: step == last, input_columns="step").map(
    as_text, remove_columns=[name for name in split.column_names if name not in ("correct", "advantage")]
)
print(texts[0])

# %% What a supervised trainer would take: completions that were right. `texts.to_json("rollouts.jsonl")` keeps them.
right = texts.filter(lambda correct: correct, input_columns="correct")
print(f"{len(right)} of {len(texts)} completions of update {last} are right")
