"""Runs GRPO steps with TRL's GRPOTrainer on a GPT2LMHeadModel. Talks as worker.py does.

    python grpo.py THREADS defaults|tuned

`defaults` keeps TRL's own settings: on a CPU, too, they are bfloat16 and gradient checkpointing. `tuned` takes
what suits a small model on a CPU: float32 and no checkpointing.
"""

import json
import sys
import tempfile
import time

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

from channel import answer, receive, summary

torch.set_num_threads(int(sys.argv[1]))
torch.set_num_interop_threads(1)
tuned = sys.argv[2] == "tuned"


class Conductor(TrainerCallback):
    """Lets the trainer take the steps that a command asks for, then waits for the next command."""

    def __init__(self):
        self.left = 0
        self.results = None
        self.rewards = []
        self.tokens = []

    def take(self, reward, tokens):
        self.rewards.append(reward)
        self.tokens.append(tokens)

    def on_step_begin(self, args, state, control, **kwargs):
        if self.left == 0 and not self.next_command():
            control.should_training_stop = True

    def next_command(self):
        command = receive()
        if command is None:
            return False
        self.left = command["run"] + 1  # the first is not measured
        self.results = None
        return True

    def on_step_end(self, args, state, control, **kwargs):
        result = {"reward": self.rewards.pop(), "tokens": self.tokens.pop()}
        self.left -= 1
        if self.results is None:
            self.results = []
            self.wall, self.cpu = time.perf_counter(), time.process_time()
        else:
            self.results.append(result)
        if self.left > 0:
            return
        answer(summary(self.results, time.perf_counter() - self.wall, time.process_time() - self.cpu))
        if not self.next_command():
            control.should_training_stop = True


def outcome(completion, label, task):
    """1 if a completion is exactly `cot </think> prefix answer <eos>` with the right answer."""
    if task["endThink"] not in completion:
        return 0.0
    tail = completion[completion.index(task["endThink"]) + 1 :]
    return float(tail == [*task["answerPrefix"], label, task["eos"]])


def main():
    case = receive()["prepare"]
    task = case["task"]
    with open(case["work"]) as file:
        work = json.load(file)
    tokenizer = AutoTokenizer.from_pretrained(case["base"])
    prompts = [tokenizer.decode(prompt) for prompt in work["prompts"]]
    assert tokenizer(prompts[0])["input_ids"] == work["prompts"][0]
    conductor = Conductor()

    def reward(completion_ids, label, **_):
        rewards = [outcome(list(ids), y, task) for ids, y in zip(completion_ids, label)]
        conductor.take(sum(rewards) / len(rewards), sum(map(len, completion_ids)))
        return rewards

    with tempfile.TemporaryDirectory() as directory:
        config = GRPOConfig(
            output_dir=directory,
            use_cpu=True,
            report_to="none",
            save_strategy="no",
            disable_tqdm=True,
            max_steps=10**6,
            learning_rate=case["learningRate"],
            per_device_train_batch_size=case["rolloutBatch"],
            num_generations=case["groupSize"],
            max_completion_length=task["maxNewTokens"],
            beta=task["kl"],
            **({"bf16": False, "gradient_checkpointing": False} if tuned else {}),
        )
        trainer = GRPOTrainer(
            model=AutoModelForCausalLM.from_pretrained(case["base"], dtype=torch.float32),
            reward_funcs=reward,
            args=config,
            train_dataset=Dataset.from_dict({"prompt": prompts, "label": work["labels"]}),
            processing_class=tokenizer,
            callbacks=[conductor],
        )
        answer({})
        trainer.train()


main()
