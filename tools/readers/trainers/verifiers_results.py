"""verifiers 0.1 evaluates the answers of a server and saves `results.jsonl` and `metadata.json`."""

import sys
from pathlib import Path

import verifiers as vf
from answers import serving
from datasets import Dataset
from verifiers.types import ClientConfig

QUESTIONS = [
    {"question": "How much is 2 + 3?", "answer": "5"},
    {"question": "How much is 4 + 4?", "answer": "8"},
    {"question": "Wie viel ist 7 − 5?", "answer": "2"},
    {"question": "3 × 3 = ?", "answer": "9"},
]


def text_of(completion):
    return completion[-1]["content"] or ""


def right(completion, answer):
    return float(f"\\boxed{{{answer}}}" in text_of(completion))


def thirds(completion):
    """Shares that no binary fraction is."""
    return len(text_of(completion)) / 3


def characters(completion):
    """Of weight 0: measured, and no part of the reward."""
    return len(text_of(completion))


def environment():
    return vf.SingleTurnEnv(
        eval_dataset=Dataset.from_list(QUESTIONS),
        system_prompt="Answer briefly.",
        rubric=vf.Rubric(funcs=[right, thirds, characters], weights=[1.0, 0.1, 0.0]),
        env_id="arithmetic",
    )


if __name__ == "__main__":
    target = Path(sys.argv[1])
    with serving() as address:
        for name, columns in [("plain", []), ("trajectory", ["trajectory"])]:
            environment().evaluate_sync(
                client=ClientConfig(api_base_url=address, api_key_var="HOME", max_retries=0),
                model="tiny",
                sampling_args={"logprobs": True},
                rollouts_per_example=2,
                max_concurrent=1,
                results_path=target / name,
                state_columns=columns,
                save_results=True,
            )
