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
writer.add_token_merges([f"{a} {b}" for a, b in [list(vocabulary)[:2]]])
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

# %% Run it, in full precision.
