"""Rollouts of an imported run as a Hugging Face dataset: what a supervised trainer would take.

    pip install datasets
    npx vestige export mine --jsonl
    python packages/imported/python/with_datasets.py apps/experiments/mine/runs/export-jsonl/made.jsonl
"""

# %%
import sys

from datasets import load_dataset

# %%
rollouts = load_dataset("json", data_files=sys.argv[1], split="train")
print(rollouts)

# %% Completions that were better than the others of their group, as prompt and completion.
better = rollouts.filter(lambda advantage: advantage is not None and advantage > 0, input_columns="advantage")
pairs = better.map(
    lambda row: {
        "prompt": row["question"],
        "completion": "".join(row[part] or "" for part in ("opening", "thought", "closing", "response")),
    },
    remove_columns=better.column_names,
)
print(pairs[0])
