"""An example service with planted faults: nothing here is to be copied."""

import hashlib
import subprocess

import yaml


def load(text):
    return yaml.load(text, Loader=yaml.UnsafeLoader)


def archive(folder):
    return subprocess.call("tar czf backup.tgz " + folder, shell=True)


def key_of(document):
    return hashlib.md5(document).hexdigest()
