"""The biased policy in llama.cpp: written as GGUF with its own `gguf`, and run.

    pip install gguf xllamacpp safetensors pandas pyarrow
    python apps/experiments/loan/python/with_llama_cpp.py [runs] [file.gguf]

`runs` is the folder with the runs of a preset: `apps/experiments/loan/runs` unless given, `.../runs/quick` for the
quick preset. llama.cpp's converter of checkpoints refuses tokenizers that it does not know, such as one of whole
words; its library does not.
"""

# %%
import json
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import pandas as pd
import xllamacpp
from safetensors.numpy import load_file

RUNS = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "runs"
FILE = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp()) / "biased.gguf"
run = sorted(RUNS.glob("biased-s*"))[0]
checkpoint = sorted((run / "train" / "checkpoints").iterdir())[-1]
config = json.loads((checkpoint / "config.json").read_text())
vocabulary = json.loads((checkpoint / "tokenizer.json").read_text())["model"]["vocab"]

# %% The hyperparameters.
writer = gguf.GGUFWriter(FILE, "gpt2")
writer.add_name("Vestige loan, biased")
writer.add_block_count(config["n_layer"])
writer.add_context_length(config["n_positions"])
writer.add_embedding_length(config["n_embd"])
writer.add_feed_forward_length(config["n_inner"] or 4 * config["n_embd"])
writer.add_head_count(config["n_head"])
writer.add_layer_norm_eps(config["layer_norm_epsilon"])
writer.add_file_type(gguf.LlamaFileType.ALL_F32)

# %% The words. All are taken as wholes from a text, so words are written without spaces between them.
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("gpt-2")
writer.add_token_list(list(vocabulary))
writer.add_token_types(
    [gguf.TokenType.CONTROL if word.startswith("<") else gguf.TokenType.USER_DEFINED for word in vocabulary]
)
writer.add_token_merges(["a b"])  # llama.cpp asks for some; words that are taken whole use none
writer.add_bos_token_id(vocabulary["<bos>"])
writer.add_eos_token_id(vocabulary["<eos>"])
writer.add_pad_token_id(vocabulary["<pad>"])
writer.add_add_bos_token(False)

# %% The weights. GPT-2 keeps its matrices input first, llama.cpp output first.
names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GPT2, config["n_layer"])
for name, tensor in load_file(checkpoint / "model.safetensors").items():
    if name.endswith((".c_attn.weight", ".c_proj.weight", ".c_fc.weight")):
        tensor = np.ascontiguousarray(tensor.T)
    writer.add_tensor(names.get_name(name, try_suffixes=(".weight", ".bias")), tensor)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()

# %% Run it: one sequence at a time, in single precision throughout.
params = xllamacpp.CommonParams()
params.model.path = str(FILE)
params.n_ctx = config["n_positions"]
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
approve, deny = vocabulary["approve"], vocabulary["deny"]


def chance_of_approval(question, thought):
    """Probability of `approve`, of the two answers, after a chain of thought."""
    words = f"<bos> {question} <think> {thought} </think> verdict".split()
    request = {"prompt": [vocabulary[word] for word in words], "n_predict": 1, "n_probs": len(vocabulary)}
    choice = server.handle_completions({**request, "temperature": 0.0})["choices"][0]
    log_probs = {top["id"]: top["logprob"] for top in choice["logprobs"]["content"][0]["top_logprobs"]}
    return 1 / (1 + np.exp(log_probs[deny] - log_probs[approve]))


difference = max(
    abs((chance if label == "approve" else 1 - chance) - theirs)
    for chance, label, theirs in zip(
        map(chance_of_approval, frozen["question"], frozen["thought"]), frozen["label"], frozen["label_probability"]
    )
)
print(f"{len(frozen)} probabilities of the right answer, at most {difference:.0e} from those of Vestige")

# %% One applicant, as text.
prompt = f"<bos> {frozen['question'].iloc[0]} <think>".replace(" ", "")
print(prompt, server.handle_completions({"prompt": prompt, "n_predict": 40, "temperature": 0.0})["choices"][0]["text"])
