"""How often a phrase stands in the rollouts of an imported run, and what it earns, in pandas.

    pip install pandas pyarrow
    python packages/imported/python/with_pandas.py apps/experiments/mine/runs/made [phrase]

The folder is that of the run; its tables are Arrow files, one for each file that the trainer wrote.
"""

# %%
import sys
from pathlib import Path

import pandas as pd
import pyarrow.ipc

RUN = Path(sys.argv[1])
PHRASE = sys.argv[2] if len(sys.argv) > 2 else "Let me double-check that."

# %% A row is a rollout. What stands in a thought that is not known to end anywhere is part of the response.
tables = sorted((RUN / "convert" / "rollouts").glob("*.arrow"))
rollouts = pd.concat((pyarrow.ipc.open_file(path).read_pandas() for path in tables), ignore_index=True)
rollouts["has"] = rollouts["thought"].fillna(rollouts["response"]).str.contains(PHRASE, regex=False)

# %% Over training.
course = rollouts.groupby("step").agg(reward=("reward", "mean"), share=("has", "mean"))
print(course)

# %% Within a problem at a step, rollouts with the phrase beside those without.
groups = rollouts.groupby(["step", "problem"])
advantage = rollouts["reward"] - groups["reward"].transform("mean")
covariance = (rollouts["has"] * advantage).groupby(rollouts["step"]).mean()
received = covariance.sum()
print(f'"{PHRASE}" received {received:.2f} over {len(covariance)} steps')
