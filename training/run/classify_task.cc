#include "training/run/classify_task.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/model/model_file.h"
#include "recognition/classifier.h"
#include "training/losses/cross_entropy.h"
#include "training/losses/distillation.h"

namespace godwit::training {
namespace {

using core::ErrorKind;

// Column 0 is background in networks that have it.
std::int32_t FirstColumn(const core::ModelCard& card) { return card.head.value("background", false) ? 1 : 0; }

std::vector<core::ClassLabel> LabelsOf(const Dataset& dataset) {
  std::vector<core::ClassLabel> labels;
  for (const DatasetClass& one : dataset.classes) {
    labels.push_back({one.id, one.name});
  }
  return labels;
}

core::Result<core::Graph> LogitsGraph(const core::ModelCard& card) {
  auto graph = recognition::ClassifierGraph(card);
  if (graph) {
    graph->layers.pop_back();  // softmax
    graph->taps = {graph->Find("logits")};
  }
  return graph;
}

std::int64_t ArgMax(const float* values, std::int64_t count) {
  return std::max_element(values, values + count) - values;
}

}  // namespace

core::Result<Teacher> LoadTeacher(const std::filesystem::path& file) {
  auto model = core::ModelFile::Open(file);
  if (!model) {
    return core::Forward(model);
  }
  if (model->card.task != "classify" || model->card.labels.empty()) {
    return core::Fail(ErrorKind::kModel, "model '{}' is no classifier, so it cannot teach one", model->card.id);
  }
  auto graph = LogitsGraph(model->card);
  if (!graph) {
    return core::Forward(graph);
  }
  auto network = core::Network::Create(*std::move(graph), model->weights.tensors(), file.string());
  if (!network) {
    return core::Forward(network);
  }
  return Teacher{std::move(model->card), *std::move(network)};
}

core::Result<std::unique_ptr<ClassifyTask>> ClassifyTask::Create(Dataset dataset, const core::ModelCard& base,
                                                                 std::optional<Teacher> teacher,
                                                                 const TrainSettings& settings) {
  core::ModelCard card = base;
  card.task = "classify";
  card.input_width = card.input_height = settings.input;
  if (teacher) {
    card.labels = teacher->card.labels;
    card.head = teacher->card.head;
    if (base.id.empty()) {  // a student that starts from nothing sees what its teacher sees
      card.preprocessing = teacher->card.preprocessing;
    }
    if (teacher->card.preprocessing != card.preprocessing) {
      return core::Fail(ErrorKind::kUsage,
                        "teacher '{}' wants its photos prepared otherwise than the student; start the student from a "
                        "model of the same family",
                        teacher->card.id);
    }
  } else {
    card.labels = LabelsOf(dataset);
    card.head = nlohmann::json::object();
  }
  if (auto graph = LogitsGraph(card); !graph) {
    return core::Forward(graph);
  }
  std::unique_ptr<ClassifyTask> task(
      new ClassifyTask(std::move(dataset), std::move(card), std::move(teacher), settings));
  task->same_classes_ = task->card_.labels == base.labels && task->card_.head == base.head;
  for (const DatasetClass& one : task->dataset_.classes) {
    const auto label = std::ranges::find(task->card_.labels, one.name, &core::ClassLabel::name);
    if (label == task->card_.labels.end()) {
      return core::Fail(ErrorKind::kInput, "class '{}' is not among the classes of the teacher", one.name);
    }
    task->columns_.push_back(FirstColumn(task->card_) + static_cast<std::int32_t>(label - task->card_.labels.begin()));
  }
  return task;
}

ClassifyTask::ClassifyTask(Dataset dataset, core::ModelCard card, std::optional<Teacher> teacher,
                           const TrainSettings& settings)
    : dataset_(std::move(dataset)),
      card_(std::move(card)),
      teacher_(std::move(teacher)),
      label_smoothing_(settings.label_smoothing),
      temperature_(settings.temperature),
      teacher_share_(settings.teacher) {}

core::WeightTable ClassifyTask::Known(const core::WeightTable& base) const {
  core::WeightTable known = base;
  if (!same_classes_) {
    std::erase_if(known, [](const auto& tensor) { return tensor.first.starts_with("logits/"); });
  }
  return known;
}

core::Graph ClassifyTask::MakeGraph() const { return *LogitsGraph(card_); }

std::int32_t ClassifyTask::Column(std::int32_t label) const {
  return label < 0 ? -1 : columns_[static_cast<std::size_t>(label)];
}

core::ConstTensorView ClassifyTask::AskTeacher(const Batch& batch, const core::ThreadPool& pool) {
  const core::ConstTensorView images = batch.images;
  teacher_->network.Prepare(teacher_workspace_, images.shape(), pool);
  std::copy_n(images.data(), images.shape().Elements(), teacher_workspace_.input().data());
  teacher_->network.Run(teacher_workspace_, pool);
  return teacher_workspace_.Tap(0);
}

double ClassifyTask::Learn(TrainableNetwork& network, const Batch& batch, const Dataset&, ProcessGroup& processes,
                           const core::ThreadPool& pool) {
  const core::ConstTensorView logits = network.Tap(0);
  const core::TensorView gradient = network.TapGradient(0);
  // Each process has as many photos, so the mean of all is that of the processes' means.
  const double part = 1.0 / processes.size();
  // Photos without a label teach by the teacher alone.
  std::vector<std::int32_t> columns;
  std::vector<float> weights;
  for (const std::int32_t label : batch.labels) {
    columns.push_back(std::max(Column(label), 0));
    weights.push_back(Column(label) < 0 ? 0.0F : static_cast<float>(part));
  }
  double loss =
      SoftmaxCrossEntropy(logits, columns, {.label_smoothing = label_smoothing_, .weights = weights}, gradient, pool);
  if (!teacher_) {
    return loss;
  }
  auto labelled = static_cast<double>(std::ranges::count_if(weights, [](float weight) { return weight > 0; }));
  processes.Sum({&labelled, 1});
  const double share = labelled > 0 ? teacher_share_ : 1.0;
  if (soft_gradient_.shape() != logits.shape()) {
    soft_gradient_ = core::Tensor(logits.shape());
  }
  const double soft = SoftTargets(logits, AskTeacher(batch, pool), temperature_, soft_gradient_.view(), pool);
  float* const sum = gradient.data();
  const float* const addend = soft_gradient_.data();
  for (std::int64_t i = 0; i < logits.shape().Elements(); ++i) {
    sum[i] = static_cast<float>((1 - share) * sum[i] + share * part * addend[i]);
  }
  loss = (1 - share) * loss + share * part * soft;
  return loss;
}

std::string_view ClassifyTask::quality_name() const {
  return dataset_.classes.empty() ? "agreement with the teacher" : "accuracy";
}

void ClassifyTask::Judge(const TrainableNetwork& network, const Batch& batch, const Dataset&,
                         const core::ThreadPool& pool) {
  const core::ConstTensorView logits = network.Tap(0);
  const bool by_teacher = dataset_.classes.empty();
  const core::ConstTensorView teacher = by_teacher ? AskTeacher(batch, pool) : core::ConstTensorView();
  for (std::int64_t n = 0; n < static_cast<std::int64_t>(batch.labels.size()); ++n) {
    const std::int64_t truth = by_teacher ? ArgMax(teacher.Pixel(n, 0, 0), logits.shape().c)
                                          : Column(batch.labels[static_cast<std::size_t>(n)]);
    ++judged_;
    right_ += ArgMax(logits.Pixel(n, 0, 0), logits.shape().c) == truth ? 1 : 0;
  }
}

double ClassifyTask::Quality() const {
  return judged_ == 0 ? 0 : static_cast<double>(right_) / static_cast<double>(judged_);
}

}  // namespace godwit::training
