"""Reads Vestige's files with other people's readers and compares with expected.ts.

    python check.py expected.json
"""

import json
import math
import sys
from collections import Counter

import duckdb
import polars
import pyarrow as pa
import pyarrow.ipc
import torch
from scripts import check_scripts
from transformers import AutoModelForCausalLM, AutoTokenizer, logging

logging.set_verbosity_error()
logging.disable_progress_bar()

passed = 0
failures = []


def check(what, ok):
    global passed
    if ok:
        passed += 1
        print("ok", what)
    else:
        failures.append(what)
        print("FAILED", what)


def close(a, b):
    if isinstance(a, dict) or isinstance(b, dict):
        return a == b
    return math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-3)


def same_value(a, b):
    if isinstance(b, list):
        return len(a) == len(b) and all(same_value(x, y) for x, y in zip(a, b))
    if isinstance(b, float) and a is not None:
        return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6)
    return a == b


def summary(values):
    values = list(values)
    if any(isinstance(v, str) for v in values):
        return dict(Counter("null" if v is None else v for v in values))
    total = 0.0
    for v in values:
        for x in v if isinstance(v, (list, tuple)) else [v]:
            total += 0 if x is None else float(x)
    return total


def with_pyarrow(path):
    with pa.memory_map(path) as source:
        table = pa.ipc.open_file(source).read_all()
    table.validate(full=True)
    assert json.loads(table.schema.metadata[b"vestige"])["schemaVersion"] == everything["schemaVersion"]
    assert all(f.metadata[b"description"] for f in table.schema)
    return table.to_pylist()


def with_polars(path):
    return polars.read_ipc(path).to_dicts()


def with_duckdb(path):
    with pa.memory_map(path) as source:
        arrow = pa.ipc.open_file(source).read_all()  # noqa: F841: DuckDB finds it by name
        result = duckdb.sql("select * from arrow")
        names = result.columns
        return [dict(zip(names, row)) for row in result.fetchall()]


def check_table(expected):
    path = expected["path"]
    for name, read in (("pyarrow", with_pyarrow), ("polars", with_polars), ("duckdb", with_duckdb)):
        rows = read(path)
        good = (
            len(rows) == expected["rows"]
            and all(same_value(rows[0][c], v) for c, v in expected["first"].items())
            and all(same_value(rows[-1][c], v) for c, v in expected["last"].items())
            and all(close(summary(r[c] for r in rows), v) for c, v in expected["columns"].items())
        )
        check(f"{name} {path}", good)


def check_checkpoint(expected):
    path = expected["path"]
    tokenizer = AutoTokenizer.from_pretrained(path)
    model = AutoModelForCausalLM.from_pretrained(path).eval()
    encoded = tokenizer(expected["text"], return_tensors="pt")
    with torch.no_grad():
        logits = model(encoded["input_ids"]).logits[0]
    ours = torch.tensor(expected["logits"])
    check(f"transformers {path}", logits.shape == ours.shape and (logits - ours).abs().max().item() < 1e-4)
    check(f"tokenizer {path}", tokenizer.decode(encoded["input_ids"][0]) == expected["text"])


with open(sys.argv[1]) as file:
    everything = json.load(file)
for table in everything["tables"]:
    check_table(table)
for checkpoint in everything["checkpoints"]:
    check_checkpoint(checkpoint)
if everything["experiment"] == "loan":
    check_scripts(everything["directory"], everything["scripts"], check)
print(f"readers: {passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
