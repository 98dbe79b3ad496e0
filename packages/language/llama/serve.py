"""Serves a GGUF file as llama.cpp's server does, keys and values in 32 bits, for tests.

    python serve.py FILE CONTEXT

prints the address and stays.
"""

import socket
import sys
import time

import xllamacpp

SLOTS = 2

path, context = sys.argv[1:]
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
params = xllamacpp.CommonParams()
params.model.path = path
params.port = port
params.n_parallel = SLOTS
params.n_ctx = SLOTS * int(context)
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
params.offline = True
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
while True:
    time.sleep(3600)
