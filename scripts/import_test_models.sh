#!/usr/bin/env bash
# Installs the models whose files are in a folder of test data, under the ids that tests and scripts use.
#   scripts/import_test_models.sh DATA_FOLDER    (DATA_FOLDER/weights holds them, as published)
# Takes GODWIT for the program (default: the release build) and GODWIT_MODELS for where they go.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -eq 1 ] && [ -d "$1/weights" ] || die "usage: scripts/import_test_models.sh DATA_FOLDER, which has a folder 'weights'"
weights=$1/weights
coral=$weights/coral
godwit=${GODWIT:-$root/build/release/apps/cli/godwit}
[ -x "$godwit" ] || die "$godwit is missing; build it first: scripts/test.sh"

# import ID SOURCE FILE... [OPTION...]
import() {
  local id=$1 source=$2
  shift 2
  "$godwit" models import "$@" --id "$id" --replace --licence Apache-2.0 --source "$source"
}

imagenet() {
  import "$@" --task classify --labels "$coral/imagenet_labels.txt"
}

tensorflow="TensorFlow's MobileNet V1, quantised (slim, 2018)"
imagenet imagenet-mobilenet-v1-0.25-128 "$tensorflow" "$coral/mobilenet_v1_0.25_128_quant.tflite" --alpha 0.25
imagenet imagenet-mobilenet-v1-0.5-160 "$tensorflow" "$coral/mobilenet_v1_0.5_160_quant.tflite" --alpha 0.5
imagenet imagenet-mobilenet-v1-0.75-192 "$tensorflow" "$coral/mobilenet_v1_0.75_192_quant.tflite" --alpha 0.75
imagenet imagenet-mobilenet-v1-1.0-224 "$tensorflow" "$coral/mobilenet_v1_1.0_224_quant_embedding_extractor.tflite" \
  "$coral/mobilenet_quant_v1_224_head_layers.tflite" --alpha 1
imagenet imagenet-mobilenet-v1-0.25-224-float "Keras' MobileNet V1" \
  "$weights/mobilenet_v1_0.25_224_tfjs/mobilenet_model.json" --alpha 0.25
imagenet imagenet-mobilenet-v2-1.0-224 "TensorFlow's MobileNet V2, quantised (slim)" \
  "$coral/mobilenet_v2_1.0_224_quant.tflite" --alpha 1
import inat-birds-mobilenet-v2 "Coral's MobileNet V2 of iNaturalist's birds, quantised" \
  "$coral/mobilenet_v2_1.0_224_inat_bird_quant.tflite" --task classify --labels "$coral/inat_bird_labels.txt"
import coco-ssd-mobilenet-v1-0.75 "TensorFlow's SSD on MobileNet V1 0.75, COCO, quantised (2018)" \
  "$weights/ssd_mobilenet_v1_0.75_coco_quant/detect.tflite" --task detect --alpha 0.75
