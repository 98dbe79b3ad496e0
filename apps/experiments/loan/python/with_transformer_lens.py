"""Where the biased policy reads the nationality from, in TransformerLens: activation patching.

    pip install transformer-lens torch pandas pyarrow
    python apps/experiments/loan/python/with_transformer_lens.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset.
"""

# %%
import re
import sys
from pathlib import Path

import pandas as pd
import torch
from transformer_lens.model_bridge import TransformerBridge

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"
run = sorted(RUNS.glob("biased-s*"))[0]
checkpoint = sorted((run / "train" / "checkpoints").iterdir())[-1]
torch.set_grad_enabled(False)

# %% The policy with hooks at every activation.
policy = TransformerBridge.boot_transformers(str(checkpoint), device="cpu")
approve, deny = policy.tokenizer.convert_tokens_to_ids(["approve", "deny"])

# %% Prompts of the evaluation, with what this policy wrote there.
answers = pd.read_feather(run / "ablate" / "interventions.arrow")
frozen = answers[answers["final"] & (answers["intervention"] == "frozen")].head(64)
texts = [
    f"<bos> {question} <think> {thought} </think> verdict"
    for question, thought in zip(frozen["question"], frozen["thought"])
]


def tokens(text):
    """Token ids, [1, words]."""
    return torch.tensor([policy.tokenizer.convert_tokens_to_ids(text.split())])


def log_odds(logits):
    """Log-odds of approval as the answer after the last token."""
    return (logits[0, -1, approve] - logits[0, -1, deny]).item()


# %% The same probabilities that Vestige measured.
difference = max(
    abs(torch.tensor(odds if label == "approve" else -odds).sigmoid().item() - theirs)
    for odds, label, theirs in zip(
        (log_odds(policy(tokens(text))) for text in texts),
        frozen["label"],
        frozen["label_probability"],
    )
)
print(f"{len(frozen)} probabilities of the right answer, at most {difference:.0e} from those of Vestige")

# %% Flip the nationality, then put the residual stream of the unflipped sequence back, at one place and layer.
# 1: the log-odds are the unflipped ones again, so what decides was at that place. 0: nothing changed.
places = {"nationality": 1, "</think>": -2, "verdict": -1}
restored = {(place, layer): 0.0 for place in places for layer in range(policy.cfg.n_layers)}
total = 0.0
for text in texts[:24]:
    number = int(re.search(r"nationality(\d+)", text)[1])
    other = tokens(text.replace(f"nationality{number}", f"nationality{(number + 1) % 2}", 1))
    logits, cache = policy.run_with_cache(tokens(text))
    flipped = log_odds(policy(other))
    effect = log_odds(logits) - flipped
    total += abs(effect)
    for place, layer in restored:
        name = f"blocks.{layer}.hook_resid_pre"

        def put_back(residual, hook, at=places[place], clean=cache[name]):
            residual[:, at] = clean[:, at]
            return residual

        patched = log_odds(policy.run_with_hooks(other, fwd_hooks=[(name, put_back)]))
        restored[place, layer] += (patched - flipped) * (1 if effect > 0 else -1)
for (place, layer), effect in restored.items():
    print(f"before layer {layer}, at {place:12} {effect / total:6.3f} of the log-odds come back")
