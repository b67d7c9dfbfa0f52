#!/bin/sh
# Installs the peers that run.py races: setup.sh [FOLDER], by default ~/.cache/godwit-peers. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$HOME/.cache/godwit-peers}
mkdir -p "$folder"

for package in libxnnpack-dev libpthreadpool-dev python3-opencv python3-torch; do
  dpkg -s "$package" >/dev/null 2>&1 || { echo "error: $package is missing; apt-get install $package" >&2; exit 1; }
done
command -v node >/dev/null && command -v npm >/dev/null || { echo "error: node and npm are missing" >&2; exit 1; }

cd "$folder"
# The postinstall of onnxruntime-node fetches CUDA libraries, which nobody needs here.
npm install --ignore-scripts --no-fund --no-audit onnxruntime-node@1.30.0 @tensorflow/tfjs@4.22.0 \
  @tensorflow/tfjs-backend-wasm@4.22.0
g++ -std=c++20 -O2 "$here/xnnpack_peer.cc" -o xnnpack_peer -lXNNPACK -lpthreadpool
/usr/bin/python3 "$here/export_models.py" models v1-1.0-224 v1-0.75-192 v1-0.5-160 v1-0.25-128
