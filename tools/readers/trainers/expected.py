"""Prints, as JSON, what the tools' own readers find in the files that the tools wrote: Vestige has to find the same.

    python expected.py FOLDER

Each rollout of a file is in its order, with the texts as the tool has them; a prompt of messages as `role: content`.
"""

import json
import math
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pandas
from inspect_ai.log import read_eval_log
from inspect_ai.scorer import value_to_float
from verifiers.v1.trace import WireTrace
from verifiers.v1.utils.trace_store import read_episodes


def prompt_of(messages):
    return "\n\n".join(f"{message['role']}: {message['content']}" for message in messages)


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def trl(path):
    """The reward is not in the file: the parts are of weight 1."""
    table = pandas.read_parquet(path)
    parts = ["thirds", "closes_thought"]
    rewards = table[parts].sum(axis=1, min_count=1)
    for (_, row), reward in zip(table.iterrows(), rewards):
        prompt, completion = row["prompt"], row["completion"]
        yield {
            "step": int(row["step"]),
            "question": prompt if isinstance(prompt, str) else prompt_of(prompt),
            "completion": completion if isinstance(completion, str) else completion[0]["content"],
            "reward": number(reward),
            "parts": {part: number(row[part]) for part in parts},
            "advantage": number(row["advantage"]),
            "extra": {"characters": int(row["characters"]), "ends": row["ends"]}
            | ({} if math.isnan(row["marks"]) else {"marks": row["marks"]}),
        }


def content_of(message):
    """Text and thought of a message of Inspect."""
    if isinstance(message.content, str):
        return message.content, None
    thoughts = [part.reasoning for part in message.content if part.type == "reasoning"]
    return message.text, "\n\n".join(thoughts) or None


STOPS = {"stop": "end", "max_tokens": "length"}


def inspect(path):
    log = read_eval_log(str(path), resolve_attachments=True)
    samples = {f"samples/{sample.id}_epoch_{sample.epoch}.json": sample for sample in log.samples}
    with zipfile.ZipFile(path) as members:
        names = [name for name in members.namelist() if name in samples]
    assert len(names) == len(samples) == log.results.total_samples
    for sample in map(samples.get, names):
        *before, last = sample.messages
        text, thought = content_of(last)
        values = {name: value_to_float()(score.value) for name, score in sample.scores.items()}
        target = sample.target
        yield {
            "problem": str(sample.id),
            "question": prompt_of({"role": message.role, "content": message.text} for message in before),
            "completion": text,
            "reasoning": thought,
            "label": target if isinstance(target, str) else json.dumps(target, separators=(",", ":")),
            "answer": next(iter(sample.scores.values())).answer,
            "reward": values["match"],
            "parts": values,
            "advantage": None,
            "tokens": sample.output.usage.output_tokens,
            "stop": STOPS[sample.output.stop_reason],
            "extra": {"epoch": sample.epoch, **sample.metadata},
        }


def verifiers_results(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        (message,) = record["completion"]
        rollout = {
            "problem": str(record["example_id"]),
            "question": prompt_of(record["prompt"]),
            "completion": message["content"],
            "reasoning": message.get("reasoning_content"),
            "label": record["answer"],
            "reward": record["reward"],
            "parts": {},
            "extra": {"is_completed": record["is_completed"], **record["metrics"]},
            "tokens": int(record["token_usage"]["output_tokens"]),
            "stop": "length" if record["is_truncated"] else record["stop_condition"],
        }
        if "trajectory" in record:
            (step,) = record["trajectory"]
            rollout |= {
                "advantage": step["advantage"],
                "ids": step["tokens"]["completion_ids"],
                "log_probs": step["tokens"]["completion_logprobs"],
            }
        yield rollout


def verifiers_traces(path):
    for episode in read_episodes(path.parent, WireTrace):
        (trace,) = episode.traces
        (message,) = trace.assistant_messages
        before = [node.message for node in trace.nodes if not node.sampled]
        yield {
            "problem": trace.task.key,
            "group": episode.env.id,
            "question": prompt_of(map(dict, before)),
            "completion": message.content,
            "reasoning": message.reasoning_content,
            "label": trace.task.data.answer,
            "reward": trace.reward,
            "parts": {name: reward.value for name, reward in trace.rewards.items()},
            "advantage": None,
            "tokens": trace.num_output_tokens,
            "stop": "length" if trace.is_truncated else STOPS[trace.calls[-1].finish_reason],
        }


MAP = {"map": {"marks": "extra"}}
SOURCES = {
    "trl/text": ("trl", "train", MAP, "completions/*.parquet", trl),
    "trl/messages": ("trl", "train", MAP, "completions/*.parquet", trl),
    "inspect": ("inspect", "validation", {}, "*.eval", inspect),
    "verifiers/traces": ("verifiers", "validation", {}, "traces.jsonl", verifiers_traces),
    # Written by a version that takes long to install.
    "verifiers/plain": ("verifiers", "validation", {}, "results.jsonl", verifiers_results),
    "verifiers/trajectory": ("verifiers", "validation", {}, "results.jsonl", verifiers_results),
}


def sources(root):
    for source, (trainer, kind, options, pattern, read) in SOURCES.items():
        paths = sorted((root / source).glob(pattern))
        if not paths:
            continue
        files = {str(path.relative_to(root / source)): list(read(path)) for path in paths}
        yield {"source": source, "trainer": trainer, "kind": kind, "options": options, "files": files}


if __name__ == "__main__":
    packages = ["trl", "transformers", "torch", "pandas", "pyarrow", "inspect_ai", "verifiers"]
    read_by = {name: version(name) for name in packages}
    everything = {"readBy": read_by, "sources": list(sources(Path(sys.argv[1])))}
    print(json.dumps(everything, ensure_ascii=False, indent=0, allow_nan=False))
