"""Holds manifests against the schemas of the API of Kubernetes, strictly: no field that it does not know.

python validate.py MANIFEST...

Of each version since 1.33, which has all fields. A validator that passed over what it does not know would find nothing
wrong, so that it has to find what is put wrong on purpose as well.
"""

import copy
import sys

import kubernetes_validate
import yaml
from kubernetes_validate.utils import all_versions

FIRST = (1, 33)


def short(version):
    return ".".join(version.split(".")[:2])


# Each is there twice: strict, and not.
VERSIONS = sorted({v for v in all_versions() if tuple(map(int, short(v).split("."))) >= FIRST})


def mistake(document, version):
    """What is wrong in a document, or None."""
    try:
        kubernetes_validate.validate(document, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return f"{'.'.join(map(str, error.path))}: {error.message}"
    except kubernetes_validate.utils.SchemaNotFoundError as error:
        return error.message
    return None


def wrong(jobs):
    """Documents of which each has a mistake."""
    for job in jobs:
        for path, key, value in [
            (["spec"], "backoffLimitPerIndx", 2),
            (["spec"], "completions", "three"),
            (["spec", "podFailurePolicy", "rules", 0], "action", None),
            (["spec", "template", "spec"], "containers", None),
            (["spec", "template", "spec", "containers", 0], "securitycontext", {}),
            (["spec", "template", "spec", "volumes", 0], "emptyDir", []),
            (["spec", "template", "spec", "containers", 0, "env", 0], "valueFrom", {"secret": "x"}),
            (["metadata"], "labels", {"a": 1}),
        ]:
            changed = copy.deepcopy(job)
            place = changed
            for step in path:
                place = place[step]
            place[key] = value
            yield key, changed


failed = 0
for file in sys.argv[1:]:
    with open(file) as stream:
        documents = [document for document in yaml.load_all(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if document is not None]
    jobs = [document for document in documents if document["kind"] == "Job"]
    for version in VERSIONS:
        mistakes = [
            f"{document['kind']} {document['metadata']['name']}: {found}"
            for document in documents
            if (found := mistake(document, version)) is not None
        ]
        missed = [key for key, document in wrong(jobs[:1]) if mistake(document, version) is None]
        mistakes += [f"a mistake in {key} was not found" for key in missed]
        if not jobs:
            mistakes.append("there is no Job")
        failed += len(mistakes)
        name = file.rsplit("/", 1)[-1]
        print(f"{'FAIL' if mistakes else 'ok  '} {name}: {len(documents)} objects, Kubernetes {short(version)}")
        for line in mistakes:
            print(f"     {line}")
sys.exit(failed > 0)
