#!/usr/bin/env python3
"""Writes into the card of a weight file how good the model was measured to be.

    set_model_quality.py FILE MEASURE DATA INPUT=VALUE...
    set_model_quality.py coco.safetensors AP "128 photos of COCO val2017" 300=0.238 224=0.154

What was known before of that measure and those inputs is replaced. Tensors stay as they are.
"""

import argparse
import json
import os
import pathlib
import struct


def parse_value(text):
    side, value = text.split("=")
    return int(side), float(value)


def with_quality(card, measure, data, values):
    sides = [side for side, _ in values]
    kept = [one for one in card.get("quality", []) if one["measure"] != measure or one["input"] not in sides]
    measured = [{"measure": measure, "value": value, "input": side, "data": data} for side, value in values]
    return {**card, "quality": kept + measured}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("measure")
    parser.add_argument("data")
    parser.add_argument("values", nargs="+", type=parse_value, metavar="INPUT=VALUE")
    arguments = parser.parse_args()

    contents = arguments.file.read_bytes()
    (length,) = struct.unpack("<Q", contents[:8])
    header = json.loads(contents[8 : 8 + length])
    card = json.loads(header["__metadata__"]["godwit"])
    card = with_quality(card, arguments.measure, arguments.data, arguments.values)
    header["__metadata__"]["godwit"] = json.dumps(card, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % 64)  # as Godwit writes it: tensors begin at a multiple of 64 bytes
    new = arguments.file.with_suffix(".new")
    new.write_bytes(struct.pack("<Q", len(text)) + text + contents[8 + length :])
    os.replace(new, arguments.file)


if __name__ == "__main__":
    main()
