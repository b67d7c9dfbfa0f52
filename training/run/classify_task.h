// Learning the class of whole photos, from labels, from a teacher, or both.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/model/network.h"
#include "training/run/train_config.h"
#include "training/run/train_task.h"

namespace godwit::training {

// A network whose answers are learned (Hinton et al., arXiv 1503.02531). It sees the same pixels as its student.
struct Teacher {
  core::ModelCard card;
  core::Network network;  // up to its logits
};

// Errors: those of core::ModelFile::Open; kModel, naming the file, where it holds no classifier.
core::Result<Teacher> LoadTeacher(const std::filesystem::path& file);

class ClassifyTask : public TrainTask {
 public:
  // `base` is the card of the model that weights start from: its architecture, width, padding and preprocessing are
  // kept, with the input size of the settings. Without a teacher the classes are the data set's. With one they are the
  // teacher's: labels are then matched by name, and may be missing. Errors: kInput: labels that the teacher does not
  // know; kModel: a base that is no classifier or backbone; kUsage: a teacher of another preprocessing.
  static core::Result<std::unique_ptr<ClassifyTask>> Create(Dataset dataset, const core::ModelCard& base,
                                                            std::optional<Teacher> teacher,
                                                            const TrainSettings& settings);

  [[nodiscard]] const Dataset& dataset() const override { return dataset_; }
  [[nodiscard]] core::Graph MakeGraph() const override;
  [[nodiscard]] const core::ModelCard& card() const override { return card_; }
  [[nodiscard]] core::WeightTable Known(const core::WeightTable& base) const override;
  double Learn(TrainableNetwork& network, const Batch& batch, const Dataset& photos, ProcessGroup& processes,
               const core::ThreadPool& pool) override;
  [[nodiscard]] std::string_view quality_name() const override;
  void StartJudging() override { judged_ = right_ = 0; }
  void Judge(const TrainableNetwork& network, const Batch& batch, const Dataset& photos,
             const core::ThreadPool& pool) override;
  [[nodiscard]] double Quality() const override;

 private:
  ClassifyTask(Dataset dataset, core::ModelCard card, std::optional<Teacher> teacher, const TrainSettings& settings);

  // The teacher's logits for a batch.
  core::ConstTensorView AskTeacher(const Batch& batch, const core::ThreadPool& pool);
  // The column of a sample's label, or -1.
  [[nodiscard]] std::int32_t Column(std::int32_t label) const;

  Dataset dataset_;
  core::ModelCard card_;
  std::optional<Teacher> teacher_;
  core::Workspace teacher_workspace_;
  bool same_classes_ = false;  // as the base model's
  double label_smoothing_;
  double temperature_;
  double teacher_share_;
  std::vector<std::int32_t> columns_;  // of the data set's classes
  core::Tensor soft_gradient_;
  std::int64_t judged_ = 0, right_ = 0;
};

}  // namespace godwit::training
