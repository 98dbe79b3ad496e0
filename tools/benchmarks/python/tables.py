"""Tables of rollouts: written as TRL does, and copied by DuckDB.

    python tables.py trl FOLDER INTO        JSON lines of verl, as Parquet of TRL, a file each
    python tables.py join FOLDER INTO       Parquet files, as one with one row group
    python tables.py copy THREADS FROM TO   JSON lines or Parquet (a pattern), as one Parquet file
"""

import sys
from pathlib import Path


def trl(folder, into):
    import pandas

    names = {"input": "prompt", "output": "completion", "score": "accuracy_reward", "format": "format_reward"}
    for path in sorted(Path(folder).glob("*.jsonl")):
        read = pandas.read_json(path, lines=True, dtype={"score": "float64", "format": "float64"})
        table = read.rename(columns=names)[["step", *names.values()]]
        table["advantage"] = table["accuracy_reward"] - table["accuracy_reward"].mean()
        table.to_parquet(Path(into) / f"completions_{int(path.stem):05d}.parquet")


def join(folder, into):
    from pyarrow import concat_tables, parquet

    tables = [parquet.read_table(path) for path in sorted(Path(folder).glob("*.parquet"))]
    parquet.write_table(concat_tables(tables), into)


def copy(threads, source, target):
    import duckdb

    read = f"read_parquet('{source}')" if source.endswith(".parquet") else f"read_json('{source}')"
    duckdb.execute(f"SET threads = {threads}")
    duckdb.execute(f"COPY (FROM {read}) TO '{target}' (FORMAT parquet)")


{"trl": trl, "join": join, "copy": copy}[sys.argv[1]](*sys.argv[2:])
