"""What reinforcement learning reinforced, word by word, in polars.

    pip install polars
    python apps/experiments/loan/python/with_polars.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
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
received = (
    rollouts.with_columns(word=pl.col("raw").str.split(" ").list.unique(), of=pl.len().over("run"))
    .explode("word")
    .group_by("run", "word")
    .agg(reinforcement=(pl.col("advantage") / pl.col("of")).sum(), share=pl.len() / pl.first("of"))
    .sort("run", "reinforcement", descending=[False, True])
    .collect()
)
print(received.group_by("run", maintain_order=True).head(4))
