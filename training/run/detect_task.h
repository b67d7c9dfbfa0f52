// Learning to find objects: an SSD from boxed photos.
#pragma once

#include <memory>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "detection/coco_metric.h"
#include "detection/detector.h"
#include "detection/ssd/ssd_config.h"
#include "training/losses/multibox.h"
#include "training/run/train_config.h"
#include "training/run/train_task.h"

namespace godwit::training {

class DetectTask : public TrainTask {
 public:
  // `base` is the card of the model that weights start from. A detector that has a label for each class of the data set
  // keeps its labels and anchors; otherwise labels are the data set's classes, and the network an SSD on MobileNet V1
  // at the base's width. Errors: kModel: a base whose backbone is no MobileNet V1.
  static core::Result<std::unique_ptr<DetectTask>> Create(Dataset dataset, const core::ModelCard& base,
                                                          const TrainSettings& settings);

  [[nodiscard]] const Dataset& dataset() const override { return dataset_; }
  [[nodiscard]] core::Graph MakeGraph() const override;
  [[nodiscard]] const core::ModelCard& card() const override { return card_; }
  // Classes start as rare: else the first steps teach little but that (Lin et al., arXiv 1708.02002, section 3.3).
  [[nodiscard]] core::OwnedWeights RandomWeights(const core::Graph& graph, std::uint32_t seed) const override;
  [[nodiscard]] core::WeightTable Known(const core::WeightTable& base) const override;
  double Learn(TrainableNetwork& network, const Batch& batch, const Dataset& photos,
               const core::ThreadPool& pool) override;
  [[nodiscard]] std::string_view quality_name() const override { return "AP50"; }
  void StartJudging() override;
  void Judge(const TrainableNetwork& network, const Batch& batch, const Dataset& photos,
             const core::ThreadPool& pool) override;
  [[nodiscard]] double Quality() const override;

 private:
  DetectTask(Dataset dataset, core::ModelCard card, const detection::SsdConfig& config, std::vector<int> columns);

  [[nodiscard]] std::vector<PhotoTruth> TruthOf(const Batch& batch, const Dataset& photos) const;

  Dataset dataset_;
  core::ModelCard card_;
  detection::SsdConfig config_;
  std::vector<int> columns_;  // of the data set's classes among the logits
  std::vector<detection::Box> anchors_;
  bool same_classes_ = false;  // as the base model's
  MultiboxLoss loss_;
  std::vector<std::vector<bool>> unmarked_;  // per source, per column; empty where all is boxed
  std::vector<detection::AnnotatedPhoto> truth_;
  std::vector<std::vector<detection::FoundBox>> found_;
};

// Boxes that a teacher finds, with at least `min_score`, become the data set's on photos whose source does not box
// their class, where they do not overlap a box that is there (by an IoU above one half). Photos that cannot be read are
// left for the loader to tell. Classes are matched by name. Errors: kInput: the teacher knows none of the classes;
// kCancelled.
core::Result<> AddTeacherBoxes(Dataset& dataset, const detection::Detector& teacher, double min_score,
                               const core::ThreadPool& pool, const core::JobContext& context);

}  // namespace godwit::training
