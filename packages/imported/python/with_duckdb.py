"""The answers that were right in the rollouts of an imported run, in DuckDB, from its Parquet file.

    pip install duckdb
    npx vestige export mine --parquet
    python packages/imported/python/with_duckdb.py apps/experiments/mine/runs/export-parquet/made.parquet
"""

# %%
import sys

import duckdb

FILE = sys.argv[1]

# %% Share of right answers, and of answers given, by step.
right = duckdb.execute(
    """
    select step, avg((answer = label)::int) as right, avg((answer is not null)::int) as answered, count(*) as rollouts
    from read_parquet(?) group by step order by step
    """,
    [FILE],
).fetchall()
for step, share, answered, count in right[:: max(1, len(right) // 5)]:
    print(f"step {step}: {share:.3f} right of {answered:.3f} answered, {count} rollouts")

# %% What the advantages are: the trainer's, or the reward less the mean of its group.
bases = dict(duckdb.execute("select advantage_basis, count(*) from read_parquet(?) group by 1", [FILE]).fetchall())
print(bases)
