"""The biased policy in llama.cpp, run as the GGUF that Vestige writes of it.

    npx vestige export loan --gguf
    pip install xllamacpp pandas pyarrow
    python apps/experiments/loan/python/with_llama_cpp.py [runs]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset (`vestige export loan --quick --gguf`).
"""

# %%
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xllamacpp

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"
file = sorted((RUNS / "export-gguf").glob("biased-s*.gguf"))[0]
run = RUNS / file.stem

# %% Run it: one sequence at a time, in single precision throughout.
params = xllamacpp.CommonParams()
params.model.path = str(file)
params.n_ctx = 0  # as the file says
params.n_parallel = 1
params.n_gpu_layers = 0
params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
params.special = True
params.verbosity = 1
server = xllamacpp.Server(params)

# %% The same probabilities that Vestige measured, on prompts of the evaluation and what this policy wrote there.
answers = pd.read_feather(run / "ablate" / "interventions.arrow")
frozen = answers[answers["final"] & (answers["intervention"] == "frozen")].head(64)


def chance_of_approval(question, thought):
    """Probability of `approve`, of the two answers, after a chain of thought."""
    prompt = " ".join(f"<bos> {question} <think> {thought} </think> verdict".split())
    choice = server.handle_completions({"prompt": prompt, "n_predict": 1, "n_probs": 200, "temperature": 0.0})["choices"][0]
    log_probs = {top["token"]: top["logprob"] for top in choice["logprobs"]["content"][0]["top_logprobs"]}
    return 1 / (1 + np.exp(log_probs[" deny"] - log_probs[" approve"]))


difference = max(
    abs((chance if label == "approve" else 1 - chance) - theirs)
    for chance, label, theirs in zip(
        map(chance_of_approval, frozen["question"], frozen["thought"]), frozen["label"], frozen["label_probability"]
    )
)
print(f"{len(frozen)} probabilities of the right answer, at most {difference:.0e} from those of Vestige")

# %% One applicant, as text.
prompt = f"<bos> {frozen['question'].iloc[0]} <think>"
print(prompt, server.handle_completions({"prompt": prompt, "n_predict": 40, "temperature": 0.0})["choices"][0]["text"])
