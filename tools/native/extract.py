"""Takes libtensorflow and the headers of its C API out of a wheel of tensorflow-cpu.

    python3 extract.py WHEEL DIRECTORY
"""

import sys
from pathlib import Path
from zipfile import ZipFile

LIBRARIES = {"tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"}
# What binding/*.cc of tfjs-node include, directly or through other headers.
HEADERS = (
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/",
    "tensorflow/include/tsl/c/",
    "tensorflow/include/tsl/platform/",
)


def main(wheel: str, directory: str) -> None:
    target = Path(directory)
    with ZipFile(wheel) as files:
        names = files.namelist()
        missing = LIBRARIES.difference(names)
        if missing:
            sys.exit(f"{wheel}: holds no {', '.join(sorted(missing))}")
        # Reading a member to its end checks its CRC.
        for name in names:
            if name in LIBRARIES or (name.startswith(HEADERS) and name.endswith(".h")):
                files.extract(name, target)
    (target / "tensorflow").rename(target / "libtensorflow")


main(*sys.argv[1:])
