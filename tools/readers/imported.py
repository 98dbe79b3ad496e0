"""Runs the scripts beside imported runs and compares what they find with the files of the trainer.

python imported.py SOURCE RUN EXPORTED
    SOURCE    folder that the trainer wrote, as verl does
    RUN       folder of the run that it was imported as
    EXPORTED  folder with its rollouts as Parquet and JSON lines
"""

import contextlib
import io
import json
import math
import runpy
import sys
from collections import Counter, defaultdict
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "packages" / "imported" / "python"
PHRASE = "Let me double-check that."

source, run, exported = map(Path, sys.argv[1:])
rows = [json.loads(line) for path in source.glob("*.jsonl") for line in path.read_text().splitlines()]
steps = sorted({row["step"] for row in rows})
failed = 0


def check(name, held):
    global failed
    failed += not held
    print(f"{'ok  ' if held else 'FAIL'} {name}")


def run_script(name, *arguments):
    sys.argv = [name, *map(str, arguments)]
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(SCRIPTS / f"{name}.py"))


def mean(values):
    return math.fsum(values) / len(values)


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


of_step = defaultdict(list)
for row in rows:
    of_step[row["step"]].append(row)
groups = defaultdict(list)
for row in rows:
    groups[row["step"], row["input"]].append(row["score"])

found = run_script("with_pandas", run, PHRASE)
course = found["course"]
received = sum(
    mean([(PHRASE in row["output"]) * (row["score"] - mean(groups[step, row["input"]])) for row in of_step[step]])
    for step in steps
)
check("with_pandas.py: steps", list(course.index) == steps)
check("with_pandas.py: rewards", all(close(course["reward"][s], mean([r["score"] for r in of_step[s]])) for s in steps))
check("with_pandas.py: what the phrase received", close(found["received"], received))
told = json.loads((run.parent / "analyze" / "reinforcement.json").read_text())["runs"][run.name]
feature = next(one for one in told["features"] if one["name"] == PHRASE)
check("the analysis says the same of it", close(feature["received"]["value"], received))

boundaries = run_script("with_polars", run)["boundaries"]
check("with_polars.py", boundaries["rollouts"].to_list() == [len(rows)] and boundaries["boundary"].to_list() == ["closed"])

found = run_script("with_duckdb", exported / f"{run.name}.parquet")
right = {step: share for step, share, _, _ in found["right"]}
check("with_duckdb.py: right answers", all(close(right[s], mean([r["accuracy"] for r in of_step[s]])) for s in steps))
check("with_duckdb.py: advantages", found["bases"] == {"group mean": len(rows)})

found = run_script("with_datasets", exported / f"{run.name}.jsonl")
written = Counter(row["output"] for row in rows)
check("with_datasets.py: rollouts", found["rollouts"].num_rows == len(rows))
check("with_datasets.py: completions as they were", all(written[one] > 0 for one in found["pairs"]["completion"]))
check("each script has a check", sorted(path.stem for path in SCRIPTS.glob("*.py")) == [
    "with_datasets", "with_duckdb", "with_pandas", "with_polars"
])
sys.exit(failed > 0)
