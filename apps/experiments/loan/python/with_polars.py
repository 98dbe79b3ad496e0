"""What reinforcement learning reinforced, word by word, in polars.

    pip install polars
    python apps/experiments/loan/python/with_polars.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import json
import sys
from pathlib import Path

import polars as pl

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"

# %% A row is a completion sampled in training. Scanned lazily, so that only columns in use are read.
rollouts = pl.scan_ipc(RUNS / "*-s*" / "train" / "rollouts.arrow", include_file_paths="path").with_columns(
    run=pl.col("path").str.extract(r"([^/\\]+)[/\\]train[/\\]")
)

# %% The curve of the reward.
rewards = rollouts.group_by("run", "step").agg(pl.col("reward").mean()).sort("run", "step").collect()
print(rewards.group_by("run", maintain_order=True).agg(first=pl.first("reward"), last=pl.last("reward")))

# %% What a word received: the advantages of the rollouts that hold it, summed over training, per rollout.
tokenizer = json.loads(next(RUNS.glob("*-s*/train/checkpoints/step-0000/tokenizer.json")).read_text())
words = pl.LazyFrame(
    {"token": list(tokenizer["model"]["vocab"].values()), "word": list(tokenizer["model"]["vocab"])},
    schema={"token": pl.Int32, "word": pl.String},
)
received = (
    rollouts.with_columns(token=pl.col("completion").list.unique(), of=pl.len().over("run"))
    .explode("token")
    .group_by("run", "token")
    .agg(reinforcement=(pl.col("advantage") / pl.col("of")).sum(), share=pl.len() / pl.first("of"))
    .join(words, on="token")
    .sort("run", "reinforcement", descending=[False, True])
    .collect()
)
print(received.group_by("run", maintain_order=True).head(4).drop("token"))
