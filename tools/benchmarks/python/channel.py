"""The worker's end of the conversation with the benchmark: a JSON command a line, a JSON answer a line."""

import json
import os
import sys
import time

# Libraries print to stdout; answers have a descriptor of their own.
_answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def receive():
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def answer(value):
    _answers.write(json.dumps(value) + "\n")


def summary(results, wall, cpu):
    """Times in ms a step, and the mean of every number that the steps returned."""
    means = {key: sum(result[key] for result in results) / len(results) for key in results[0]}
    return {"ms": 1e3 * wall / len(results), "cpuMs": 1e3 * cpu / len(results), **means}


def timed(step, steps):
    """One step that is not measured, so that caches are warm again, and then the measured ones."""
    step(0)
    wall, cpu = time.perf_counter(), time.process_time()
    results = [step(1 + i) for i in range(steps)]
    return summary(results, time.perf_counter() - wall, time.process_time() - cpu)


def serve(kinds, profile):
    """Answers `prepare`, `profile` and `run` until the input ends."""
    step = None
    while (command := receive()) is not None:
        if "prepare" in command:
            case = command["prepare"]
            step = kinds[case["kind"]](case)
            answer({})
        elif "profile" in command:
            answer(profile(step, command["profile"]))
        else:
            answer(timed(step, command["run"]))
