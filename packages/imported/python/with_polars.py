"""Where thoughts end in the rollouts of an imported run, and what they are paid, in polars.

    pip install polars
    python packages/imported/python/with_polars.py apps/experiments/mine/runs/made
"""

# %%
import sys
from pathlib import Path

import polars as pl

RUN = Path(sys.argv[1])

# %% Scanned lazily: only columns in use are read.
rollouts = pl.scan_ipc(RUN / "convert" / "rollouts" / "*.arrow")

# %% Rollouts by how it is known where the thought ends.
boundaries = (
    rollouts.group_by(pl.col("boundary").cast(pl.String))
    .agg(rollouts=pl.len(), reward=pl.col("reward").mean(), words=pl.col("thought").str.split(" ").list.len().mean())
    .sort("boundary")
    .collect()
)
print(boundaries)

# %% Problems on which the run gained most, from its first third to its last.
third = pl.col("step").max() // 3
gained = (
    rollouts.with_columns(third=third)
    .group_by("problem")
    .agg(
        question=pl.first("question"),
        gain=pl.col("reward").filter(pl.col("step") > 2 * pl.col("third")).mean()
        - pl.col("reward").filter(pl.col("step") <= pl.col("third")).mean(),
    )
    .sort("gain", "problem", descending=[True, False])
    .collect()
)
print(gained.head(5))
