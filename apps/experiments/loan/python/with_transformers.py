"""The biased policy in transformers: let it write, flip the nationality under its own words, ask again.

    pip install torch transformers pandas pyarrow
    python apps/experiments/loan/python/with_transformers.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import sys
from pathlib import Path

import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"
run = sorted(RUNS.glob("biased-s*"))[0]
checkpoint = sorted((run / "train" / "checkpoints").iterdir())[-1]

# %% A checkpoint is a GPT-2; a word is a token.
tokenizer = AutoTokenizer.from_pretrained(checkpoint)
policy = AutoModelForCausalLM.from_pretrained(checkpoint).eval()

# %% Prompts of the evaluation, and what this policy wrote there.
answers = pd.read_feather(run / "ablate" / "interventions.arrow")
frozen = answers[answers["final"] & (answers["intervention"] == "frozen")].head(64)
approve, deny = tokenizer.convert_tokens_to_ids(["approve", "deny"])


def tokens(text):
    """Token ids, [1, words]."""
    return torch.tensor([tokenizer.convert_tokens_to_ids(text.split())])


@torch.no_grad()
def chance_of_approval(question, thought):
    """Probability of `approve`, of the two answers, after a chain of thought."""
    logits = policy(tokens(f"<bos> {question} <think> {thought} </think> verdict")).logits[0, -1]
    return logits[[approve, deny]].softmax(-1)[0].item()


# %% The same probabilities that Vestige measured.
difference = max(
    abs((chance if label == "approve" else 1 - chance) - theirs)
    for chance, label, theirs in zip(
        map(chance_of_approval, frozen["question"], frozen["thought"]), frozen["label"], frozen["label_probability"]
    )
)
print(f"{len(frozen)} probabilities of the right answer, at most {difference:.0e} from those of Vestige")

# %% One applicant: what it writes, and what becomes of the answer when only the nationality changes.
question = frozen["question"].iloc[0]
prompt = tokens(f"<bos> {question} <think>")
with torch.no_grad():
    written = policy.generate(
        prompt, attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=40, pad_token_id=tokenizer.pad_token_id
    )[0]
print(tokenizer.decode(written))
thought = tokenizer.decode(written[prompt.shape[1] :]).split("</think>")[0]
_, *factors = question.split()
for nationality in range(4):
    changed = " ".join([f"nationality{nationality}", *factors])
    print(f"nationality{nationality}: approved with probability {chance_of_approval(changed, thought):.3f}")
