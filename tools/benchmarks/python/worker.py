"""Runs repetitions of the PyTorch side's cases. Commands come as JSON lines on stdin, answers go to stdout.

    python worker.py THREADS
"""

import json
import sys
import time

import torch
from safetensors.torch import load_file
from torch.profiler import ProfilerActivity

from channel import serve
from policy import Policy, optimizer_of, reinforce_step, supervised_step

torch.set_num_threads(int(sys.argv[1]))
torch.set_num_interop_threads(1)


def load_policy(case):
    policy = Policy(case["model"], case["vocabularySize"])
    return policy.load(load_file(f"{case['base']}/model.safetensors"))


def train(case):
    policy = load_policy(case)
    optimizer = optimizer_of(policy, case["learningRate"])
    with open(case["work"]) as file:
        demonstrations = json.load(file)["demonstrations"]
    batches = []
    for start in range(0, len(demonstrations), case["trainBatch"]):
        chosen = demonstrations[start : start + case["trainBatch"]]
        longest = max(map(len, chosen))
        padded = torch.tensor([row + [0] * (longest - len(row)) for row in chosen])
        batches.append((padded, torch.tensor([len(row) for row in chosen])))

    def step(i):
        sequences, lengths = batches[i % len(batches)]
        loss, tokens = supervised_step(policy, optimizer, sequences, lengths, case["promptLength"])
        return {"loss": loss, "tokens": tokens}

    return step


def prompt_batches(case):
    with open(case["work"]) as file:
        work = json.load(file)
    prompts = torch.tensor(work["prompts"]).split(case["rolloutBatch"])
    return list(zip(prompts, torch.tensor(work["labels"]).split(case["rolloutBatch"])))


def sample(case):
    policy = load_policy(case)
    batches = prompt_batches(case)
    stop = case["task"]["eos"] if case["stops"] else -1

    def step(i):
        prompts, _ = batches[i % len(batches)]
        _, lengths = policy.sample(prompts, case["task"]["maxNewTokens"], stop)
        return {"tokens": int(lengths.sum())}

    return step


def reinforce(case):
    policy, reference = load_policy(case), load_policy(case).requires_grad_(False)
    optimizer = optimizer_of(policy, case["learningRate"])
    batches = prompt_batches(case)

    def step(i):
        prompts, labels = batches[i % len(batches)]
        reward, tokens = reinforce_step(policy, reference, optimizer, prompts, labels, case["task"])
        return {"reward": reward, "tokens": tokens}

    return step


def product(case):
    """A matrix product of the given size; each step takes `times` of them."""
    rows, depth, columns = case["size"]
    a, b, c = torch.randn(rows, depth), torch.randn(depth, columns), torch.empty(rows, columns)

    def step(_):
        with torch.inference_mode():
            for _ in range(case["times"]):
                torch.mm(a, b, out=c)
        return {}

    return step


def profile(step, steps):
    """Time of each op, ms a step, without what it calls; the profiler itself takes a part."""
    for _ in range(3):
        step(0)
    with torch.profiler.profile(activities=[ProfilerActivity.CPU], record_shapes=True) as profiler:
        start = time.perf_counter()
        for _ in range(steps):
            step(0)
        ms = 1e3 * (time.perf_counter() - start) / steps
    ops = [
        {
            "op": event.key,
            "size": str(event.input_shapes),
            "calls": event.count / steps,
            "ms": event.self_cpu_time_total / 1e3 / steps,
            "flops": 0,
        }
        for event in profiler.key_averages(group_by_input_shape=True)
    ]
    return {"ms": ms, "ops": sorted(ops, key=lambda op: -op["ms"])}


kinds = {"train": train, "sample": sample, "reinforce": reinforce, "product": product}
serve(kinds, profile)
