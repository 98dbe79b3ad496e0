"""verifiers evaluates the answers of a server and saves `traces.jsonl`: `arithmetic` as a set of tasks, `ask` as harness."""

import sys

from answers import serving
from verifiers.v1.cli.eval.main import main

if __name__ == "__main__":
    with serving() as address:
        options = {
            "env.agent.harness.id": "ask",
            "env.agent.runtime.type": "subprocess",
            "model": "tiny",
            "client.base-url": address,
            "client.api-key-var": "NO_KEY",
            "num-rollouts": "2",
            "max-concurrent": "1",
            "output-dir": sys.argv[1],
            "run.name": "traces",
        }
        flags = [text for name, value in options.items() for text in (f"--{name}", value)]
        main(["arithmetic", *flags, "--no-push", "--no-rich"])
