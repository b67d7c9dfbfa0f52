// Learning to find objects: an SSD from boxed photos.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "detection/coco_metric.h"
#include "detection/detector.h"
#include "detection/ssd/ssd_config.h"
#include "detection/ssd/ssd_graph.h"
#include "training/losses/multibox.h"
#include "training/run/train_config.h"
#include "training/run/train_task.h"

namespace godwit::training {

class DetectTask : public TrainTask {
 public:
  // `base` is the card of the model that weights start from. A detector that has a label for each class of the data set
  // keeps its labels and anchors; otherwise these are the teacher's, if it has, or else labels are the data set's
  // classes, and the network is an SSD on MobileNet V1 at the base's width. A teacher that then predicts for the same
  // anchors and classes at the same input size teaches all that it predicts for each batch; another one only adds the
  // boxes that it finds to the photos (AddTeacherBoxes). Errors: kModel: a base whose backbone is no MobileNet V1;
  // those of AddTeacherBoxes.
  static core::Result<std::unique_ptr<DetectTask>> Create(Dataset dataset, const core::ModelCard& base,
                                                          std::optional<detection::Detector> teacher,
                                                          const TrainSettings& settings, const core::ThreadPool& pool,
                                                          const core::JobContext& context);

  [[nodiscard]] const Dataset& dataset() const override { return dataset_; }
  [[nodiscard]] core::Graph MakeGraph() const override;
  [[nodiscard]] const core::ModelCard& card() const override { return card_; }
  // Classes start as rare: else the first steps teach little but that (Lin et al., arXiv 1708.02002, section 3.3).
  [[nodiscard]] core::OwnedWeights RandomWeights(const core::Graph& graph, std::uint32_t seed) const override;
  [[nodiscard]] core::WeightTable Known(const core::WeightTable& base) const override;
  double Learn(TrainableNetwork& network, const Batch& batch, const Dataset& photos, ProcessGroup& processes,
               const core::ThreadPool& pool) override;
  [[nodiscard]] std::string_view quality_name() const override { return "AP50"; }
  void StartJudging() override;
  void Judge(const TrainableNetwork& network, const Batch& batch, const Dataset& photos,
             const core::ThreadPool& pool) override;
  [[nodiscard]] double Quality() const override;

 private:
  DetectTask(Dataset dataset, core::ModelCard card, const detection::SsdConfig& config, std::vector<int> columns,
             std::optional<detection::Detector> teacher, double teacher_share);

  // The teacher's predictions for a batch.
  std::array<detection::MapPredictions, detection::kSsdMaps> AskTeacher(const Batch& batch,
                                                                        const core::ThreadPool& pool);

  [[nodiscard]] std::vector<PhotoTruth> TruthOf(const Batch& batch, const Dataset& photos) const;

  Dataset dataset_;
  core::ModelCard card_;
  detection::SsdConfig config_;
  std::vector<int> columns_;  // of the data set's classes among the logits
  std::vector<detection::Box> anchors_;
  bool same_classes_ = false;  // as the base model's
  std::optional<detection::Detector> teacher_;
  double teacher_share_;
  core::Workspace teacher_workspace_;
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
