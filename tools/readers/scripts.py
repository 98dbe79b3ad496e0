"""Runs the scripts beside the loan experiment and compares what they find with expected.ts."""

import contextlib
import io
import math
import runpy
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "apps" / "experiments" / "loan" / "python"
# Float32, and other sums of the same products.
PROBABILITY = 1e-4
# llama.cpp looks GELU up in a table of half precision.
PROBABILITY_LLAMA_CPP = 1e-3


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-5)


def all_close(found, expected):
    return found.keys() == expected.keys() and all(close(found[name], expected[name]) for name in expected)


def accuracy_of(found):
    return {run: found["accuracy"][run].dropna().to_dict() for run in found["accuracy"]}


def with_pandas(found, expected):
    accuracy = accuracy_of(found)
    return accuracy.keys() == expected["accuracy"].keys() and all(
        all_close(accuracy[run], figures) for run, figures in expected["accuracy"].items()
    )


def with_polars(found, expected):
    rewards = {run: [] for run in expected["rewards"]}
    for run, _, reward in found["rewards"].iter_rows():
        rewards[run].append(reward)
    received = {run: {} for run in expected["reinforcement"]}
    for row in found["received"].iter_rows(named=True):
        received[row["run"]][row["word"]] = row["reinforcement"]
    return all(
        len(rewards[run]) == len(figures) and all(map(close, rewards[run], figures))
        for run, figures in expected["rewards"].items()
    ) and all(all_close(received[run], figures) for run, figures in expected["reinforcement"].items())


def with_duckdb(found, expected):
    survival = found["survival_by_run"]
    return len(survival) == 3 * len(expected["unchanged"]) and all(
        close(share, expected["unchanged"][run][intervention]) for (run, intervention), share in survival.items()
    )


def with_datasets(found, expected):
    name, split = next(iter(found["rollouts"].items()))
    figures = expected["rollouts"][name.replace("_", "-")]
    return (
        split.num_rows == figures["all"]
        and close(sum(split["reward"]), figures["reward"])
        and sum(map(len, split["ids"])) == figures["tokens"]
        and len(found["right"]) == figures["rightAtLast"]
    )


def with_tensorboard(found, expected):
    return all(
        [step for step, _ in curves["reward"]] == list(range(1, len(figures) + 1))
        and all(close(value, reward) for (_, value), reward in zip(curves["reward"], figures))
        for run, figures in expected["rewards"].items()
        for curves in [found["curves"][run]]
    ) and found["curves"].keys() == expected["accuracy"].keys()


def same_probabilities(within):
    return lambda found, _: len(found["frozen"]) > 0 and found["difference"] < within


CHECKS = {
    "with_pandas": with_pandas,
    "with_polars": with_polars,
    "with_duckdb": with_duckdb,
    "with_datasets": with_datasets,
    "with_tensorboard": with_tensorboard,
    "with_transformers": same_probabilities(PROBABILITY),
    "with_transformer_lens": same_probabilities(PROBABILITY),
    "with_llama_cpp": same_probabilities(PROBABILITY_LLAMA_CPP),
}


def check_scripts(directory, expected, check):
    """Every script in the folder has to have a check here, and to find what Vestige's own reader does."""
    scripts = sorted(path.stem for path in SCRIPTS.glob("*.py"))
    check("each script has a check", scripts == sorted(CHECKS))
    for name in scripts:
        argv, sys.argv = sys.argv, [name, directory]
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                found = runpy.run_path(str(SCRIPTS / f"{name}.py"))
            check(f"{name}.py", CHECKS[name](found, expected) and printed.getvalue() != "")
        finally:
            sys.argv = argv
