"""A server of chat completions on the loopback, whose answers are written here."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXTS = {
    "2 + 3": {"content": "<think>\nTwo and three.\n</think>\n\n\\boxed{5}"},
    "4 + 4": {"content": "\\boxed{8}", "reasoning_content": "Vier und vier: acht. 🙂"},
    "7 − 5": {"content": "<think>Seven minus five is", "finish_reason": "length"},
    "3 × 3": {"content": "\\boxed{6}"},
}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        question = request["messages"][-1]["content"]
        message = next(text for key, text in TEXTS.items() if key in json.dumps(question, ensure_ascii=False))
        body = json.dumps(completion(request["model"], **message)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def completion(model, content, reasoning_content=None, finish_reason="stop"):
    ids = list(content.encode())
    tokens = [{"token": chr(i), "bytes": [i], "logprob": -i / 300, "top_logprobs": []} for i in ids]
    message = {"role": "assistant", "content": content}
    if reasoning_content:
        message["reasoning_content"] = reasoning_content
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": finish_reason,
        "logprobs": {"content": tokens},
        "token_ids": ids,
    }
    return {
        "id": "chatcmpl-0",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [choice],
        "prompt_token_ids": [1, 2, 3],
        "usage": {"prompt_tokens": 3, "completion_tokens": len(ids), "total_tokens": 3 + len(ids)},
    }


@contextmanager
def serving():
    """Its address, as long as it serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
