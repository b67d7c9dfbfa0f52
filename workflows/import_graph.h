// From networks that come as graphs (TensorFlow Lite, ONNX) to Godwit's models.
#pragma once

#include "core/base/result.h"
#include "core/weights/op_graph.h"
#include "workflows/model_import.h"

namespace godwit::workflows {

// Recognises a network by its operations, whatever they are called, and checks each against our layers:
//   MobileNet V1 and V2 classifiers of any alpha up to 1 (V2 adds residuals, V1 does not), or their backbones where the
//   file ends before the pool (task "features"), with SAME or symmetric padding, V1 also with ReLU;
//   SSD on MobileNet V1, whose file ends in TFLite's detection operation.
// 1001 classes are ImageNet's with background in column 0: the card then has 1000 labels and "background" in its head.
// The input's normalisation is what the file's quantisation of the input says; of floats no file tells, so networks
// that pad symmetrically are taken to want what torchvision gives, others [-1, 1]. Errors: kModel, naming the file and
// what differs from the networks above.
core::Result<ImportedModel> TranslateGraph(const core::OpGraph& graph);

}  // namespace godwit::workflows
