"""Accuracy under every intervention, run by run, in pandas.

    pip install pandas pyarrow
    python apps/experiments/loan/python/with_pandas.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import sys
from pathlib import Path

import pandas as pd

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"

# %% A row is an answer under an intervention, by checkpoint and prompt.
columns = ["final", "problem_id", "intervention", "right", "unchanged"]
answers = pd.concat(
    {
        path.parts[-3]: pd.read_feather(path, columns=columns)
        for path in sorted(RUNS.glob("*-s*/ablate/interventions.arrow"))
    },
    names=["run", None],
).reset_index("run")

# %% The final policies: what does accuracy lose without the chain of thought?
final = answers[answers["final"]]
accuracy = final.pivot_table("right", "intervention", "run", observed=True)
print(accuracy.loc[["own", "now", "cut0", "filler", "swap"]].round(3))

# %% The meaning of a column is kept with it: here, of `unchanged`.
import pyarrow.feather  # noqa: E402

schema = pyarrow.feather.read_table(next(RUNS.glob("*-s*/ablate/interventions.arrow")), columns=["unchanged"]).schema
print(schema.field("unchanged").metadata[b"description"].decode())
