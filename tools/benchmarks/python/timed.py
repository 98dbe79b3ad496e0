"""Runs a command and prints as JSON what it took: seconds, seconds of the processor, most bytes resident.

    python timed.py COMMAND...
"""

import json
import resource
import subprocess
import sys
import time

begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "resident": used.ru_maxrss * unit}))
sys.exit(done.returncode)
