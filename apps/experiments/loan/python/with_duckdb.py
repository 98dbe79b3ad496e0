"""How often an answer survives what is done to the prompt or to the reasoning, in DuckDB.

    pip install duckdb pyarrow
    python apps/experiments/loan/python/with_duckdb.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"

# %% A view a run. DuckDB reads Arrow datasets in place, and only the columns that a query names.
database = duckdb.connect()
paths = {path.parts[-3]: path for path in sorted(RUNS.glob("*-s*/ablate/interventions.arrow"))}
for run, path in paths.items():
    database.register(run, pa.dataset.dataset(path, format="arrow"))
answers = " union all ".join(f"select '{run}' as run, * from \"{run}\"" for run in paths)

# %% Answers of the final policies that stay what they were: with the nationality flipped under a frozen chain of
# thought, with the chain of thought of another answer, and with none.
survival = database.sql(f"""
    select run, intervention, avg(unchanged) as unchanged
    from ({answers})
    where final and intervention in ('flip', 'swap', 'cut0')
    group by all
    order by all
""")
survival.show()

# %% Prompts that were answered rightly with an empty chain of thought and wrongly with their own, and the reverse.
survival_by_run = {(run, intervention): share for run, intervention, share in survival.fetchall()}
database.sql(f"""
    with paired as (
        select run, problem_id, bool_or("right" = 1) filter (intervention = 'own') as own,
               bool_or("right" = 1) filter (intervention = 'cut0') as empty
        from ({answers}) where final group by all
    )
    select run, count(*) filter (own and not empty) as lost, count(*) filter (empty and not own) as gained,
           count(*) as prompts
    from paired group by run order by run
""").show()
