#include "training/run/detect_task.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "detection/nms.h"
#include "detection/ssd/ssd_graph.h"
#include "training/losses/detector_distillation.h"

namespace godwit::training {
namespace {

using core::ErrorKind;

// How published detectors are measured, but for the least score, which bounds the time.
constexpr detection::SsdPostProcess kJudging{
    .nms = detection::NmsKind::kPerClass, .min_score = 0.01F, .rule = {.max_iou = 0.6F, .max_boxes = 100}};

// Of predictors that learn from nothing: the logit of a probability of one in a hundred, and a factor that makes what
// their weights add to it small.
constexpr float kRareLogit = -4.6F;
constexpr float kPredictorScale = 0.1F;

std::optional<int> FindLabel(const std::vector<core::ClassLabel>& labels, std::string_view name) {
  const auto found = std::ranges::find(labels, name, &core::ClassLabel::name);
  return found == labels.end() ? std::nullopt : std::optional(static_cast<int>(found - labels.begin()));
}

// What a teacher must be this sure of to be believed, where the student cannot learn how sure it is.
constexpr double kTeacherScore = 0.5;

bool HasAllClasses(const core::ModelCard& detector, const Dataset& dataset) {
  return std::ranges::all_of(dataset.classes,
                             [&](const DatasetClass& one) { return FindLabel(detector.labels, one.name).has_value(); });
}

// The card of a detector of these classes on the base's backbone; `teacher` may be null.
core::Result<core::ModelCard> MakeDetectorCard(const Dataset& dataset, const core::ModelCard& base,
                                               const core::ModelCard* teacher) {
  const bool is_detector = base.architecture == "ssd_mobilenet_v1";
  if (!is_detector && base.architecture != "mobilenet_v1") {
    return core::Fail(ErrorKind::kModel, "model '{}' has no MobileNet V1 backbone (its architecture is '{}')", base.id,
                      base.architecture);
  }
  core::ModelCard card = base;
  card.task = "detect";
  if (is_detector && HasAllClasses(base, dataset)) {
    return card;
  }
  card.architecture = "ssd_mobilenet_v1";
  card.preprocessing.fit = core::FitMode::kStretch;
  if (teacher != nullptr && HasAllClasses(*teacher, dataset)) {
    card.labels = teacher->labels;
    card.head = teacher->head;
    return card;
  }
  card.labels.clear();
  for (const DatasetClass& one : dataset.classes) {
    card.labels.push_back({one.id, one.name});
  }
  card.head = detection::SsdHead({.architecture = detection::SsdConfig::Architecture::kSsdMobileNetV1,
                                  .alpha = card.alpha,
                                  .classes = static_cast<int>(card.labels.size()) + 1});
  return card;
}

// Whether what two detectors predict for a photo means the same, number by number.
bool PredictAlike(const core::ModelCard& a, const core::ModelCard& b) {
  const auto config_a = detection::ReadSsdConfig(a);
  const auto config_b = detection::ReadSsdConfig(b);
  return config_a && config_b && a.labels == b.labels && a.input_width == b.input_width &&
         a.input_height == b.input_height && a.preprocessing.fit == core::FitMode::kStretch &&
         b.preprocessing.fit == core::FitMode::kStretch && config_a->classes == config_b->classes &&
         config_a->anchors == config_b->anchors && config_a->box_coder == config_b->box_coder;
}

// Copies pixels that were normalised in one way, normalised in another: both are linear in what the photo has.
void Renormalize(const core::Normalization& from, const core::ConstTensorView& images, const core::Normalization& to,
                 const core::TensorView& renormalized) {
  const auto at = [](const core::Normalization& way, double pixel, std::size_t channel) {
    const double scaled = (way.divide ? pixel / way.factor : pixel * way.factor) + way.offset;
    return (scaled - way.mean[channel]) / way.deviation[channel];
  };
  std::array<float, 3> scale{}, shift{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double ratio = (at(to, 255, c) - at(to, 0, c)) / (at(from, 255, c) - at(from, 0, c));
    scale[c] = static_cast<float>(ratio);
    shift[c] = static_cast<float>(at(to, 0, c) - ratio * at(from, 0, c));
  }
  for (std::int64_t i = 0; i < images.shape().Elements(); i += 3) {
    for (std::size_t c = 0; c < 3; ++c) {
      renormalized.data()[i + static_cast<std::int64_t>(c)] =
          images.data()[i + static_cast<std::int64_t>(c)] * scale[c] + shift[c];
    }
  }
}

std::vector<detection::Box> AnchorsOf(const detection::SsdConfig& config, const core::ModelCard& card) {
  return detection::GenerateAnchors(
      config.anchors, detection::MapSizes(detection::SsdGraph(config), {1, card.input_height, card.input_width, 3}));
}

// One photo's part of a batch of predictions.
core::ConstTensorView PhotoOf(const core::ConstTensorView& view, std::int64_t photo) {
  const core::Shape& shape = view.shape();
  return {view.Pixel(photo, 0, 0), core::Shape{1, shape.h, shape.w, shape.c}};
}

detection::PixelBox ToPixels(const detection::Box& box, const core::ModelCard& card) {
  return {box.x_min * static_cast<double>(card.input_width), box.y_min * static_cast<double>(card.input_height),
          (box.x_max - box.x_min) * static_cast<double>(card.input_width),
          (box.y_max - box.y_min) * static_cast<double>(card.input_height)};
}

}  // namespace

core::Result<std::unique_ptr<DetectTask>> DetectTask::Create(Dataset dataset, const core::ModelCard& base,
                                                             std::optional<detection::Detector> teacher,
                                                             const TrainSettings& settings,
                                                             const core::ThreadPool& pool,
                                                             const core::JobContext& context) {
  auto card = MakeDetectorCard(dataset, base, teacher ? &teacher->card() : nullptr);
  if (!card) {
    return core::Forward(card);
  }
  card->input_width = card->input_height = settings.input;
  auto config = detection::ReadSsdConfig(*card);
  if (!config) {
    return core::Forward(config);
  }
  if (teacher && !PredictAlike(teacher->card(), *card)) {
    context.Log(core::LogLevel::kInfo,
                fmt::format("{} looks at {} photos", teacher->card().id, dataset.samples.size()));
    if (auto added = AddTeacherBoxes(dataset, *teacher, kTeacherScore, pool, context); !added) {
      return core::Forward(added);
    }
    teacher.reset();
  }
  std::vector<int> columns;
  for (const DatasetClass& one : dataset.classes) {
    columns.push_back(1 + *FindLabel(card->labels, one.name));
  }
  const bool same_classes = card->labels == base.labels && card->head == base.head;
  std::unique_ptr<DetectTask> task(new DetectTask(std::move(dataset), *std::move(card), *config, std::move(columns),
                                                  std::move(teacher), settings.teacher));
  task->same_classes_ = same_classes;
  return task;
}

DetectTask::DetectTask(Dataset dataset, core::ModelCard card, const detection::SsdConfig& config,
                       std::vector<int> columns, std::optional<detection::Detector> teacher, double teacher_share)
    : dataset_(std::move(dataset)),
      card_(std::move(card)),
      config_(config),
      columns_(std::move(columns)),
      anchors_(AnchorsOf(config_, card_)),
      teacher_(std::move(teacher)),
      teacher_share_(teacher_share),
      // Suppression of duplicates costs time and changes little.
      loss_(anchors_, config_.box_coder, config_.classes,
            {.mining = {.suppress_duplicates = false}, .learn_background = false}) {
  for (const DatasetSource& source : dataset_.sources) {
    std::vector<bool>& unmarked = unmarked_.emplace_back(static_cast<std::size_t>(config_.classes), true);
    for (const int marked : source.boxed_classes) {
      unmarked[static_cast<std::size_t>(columns_[static_cast<std::size_t>(marked)])] = false;
    }
    // Classes that no photo of the data set shows are learned as absent.
    for (int column = 0; column < config_.classes; ++column) {
      if (std::ranges::find(columns_, column) == columns_.end()) {
        unmarked[static_cast<std::size_t>(column)] = false;
      }
    }
    if (std::ranges::none_of(unmarked, [](bool is) { return is; })) {
      unmarked.clear();
    }
  }
}

core::WeightTable DetectTask::Known(const core::WeightTable& base) const {
  core::WeightTable known = base;
  if (!same_classes_) {
    std::erase_if(known, [](const auto& tensor) { return tensor.first.starts_with("predictor_"); });
  }
  return known;
}

core::Graph DetectTask::MakeGraph() const { return detection::SsdGraph(config_); }

core::OwnedWeights DetectTask::RandomWeights(const core::Graph& graph, std::uint32_t seed) const {
  core::OwnedWeights weights = core::RandomWeights(graph, seed);
  for (std::size_t tap = 0; tap < graph.taps.size(); ++tap) {
    const std::string& layer = graph.layers[static_cast<std::size_t>(graph.taps[tap])].name;
    const core::WeightTensor& tensor = weights.table().at(layer + "/weights");
    std::vector<float> values = core::ToFloats(tensor);
    std::ranges::for_each(values, [](float& value) { value *= kPredictorScale; });
    const auto outputs = static_cast<std::size_t>(tensor.shape.back());
    weights.Add(layer + "/weights", std::vector<std::int64_t>(tensor.shape), std::move(values));
    const bool classes = tap % 2 == 1;  // boxes and classes take turns
    weights.Add(layer + "/bias", {static_cast<std::int64_t>(outputs)},
                std::vector<float>(outputs, classes ? kRareLogit : 0.0F));
  }
  return weights;
}

std::vector<PhotoTruth> DetectTask::TruthOf(const Batch& batch, const Dataset& photos) const {
  std::vector<PhotoTruth> truth;
  for (std::size_t n = 0; n < batch.boxes.size(); ++n) {
    PhotoTruth& photo = truth.emplace_back();
    for (const LabelledBox& box : batch.boxes[n]) {
      photo.boxes.push_back({box.box, columns_[static_cast<std::size_t>(box.label)], box.ignored});
    }
    photo.unmarked = unmarked_[static_cast<std::size_t>(photos.samples[batch.samples[n]].source)];
  }
  return truth;
}

double DetectTask::Learn(TrainableNetwork& network, const Batch& batch, const Dataset& photos, ProcessGroup& processes,
                         const core::ThreadPool& pool) {
  std::array<detection::MapPredictions, detection::kSsdMaps> maps;
  std::array<MapGradients, detection::kSsdMaps> gradients;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    maps[i] = {network.Tap(2 * i), network.Tap(2 * i + 1)};
    gradients[i] = {network.TapGradient(2 * i), network.TapGradient(2 * i + 1)};
  }
  const std::vector<PhotoTruth> truth = TruthOf(batch, photos);
  const auto matches = loss_.Match(truth, pool);
  auto matched = static_cast<double>(MultiboxLoss::CountMatched(matches));
  processes.Sum({&matched, 1});
  const double loss = loss_.Compute(maps, truth, matches, std::max(matched, 1.0), gradients, pool).Total();
  if (!teacher_) {
    return loss;
  }
  const auto wanted = AskTeacher(batch, pool);
  double sure = SumBestScores(wanted, config_.classes, pool);
  processes.Sum({&sure, 1});
  const double taught =
      DistilDetector(maps, wanted, config_.classes, std::max(sure, 1.0), teacher_share_, gradients, pool);
  return (1 - teacher_share_) * loss + teacher_share_ * taught;
}

std::array<detection::MapPredictions, detection::kSsdMaps> DetectTask::AskTeacher(const Batch& batch,
                                                                                  const core::ThreadPool& pool) {
  const core::ConstTensorView images = batch.images;
  teacher_->network().Prepare(teacher_workspace_, images.shape(), pool);
  Renormalize(card_.preprocessing.normalization, images, teacher_->card().preprocessing.normalization,
              teacher_workspace_.input());
  teacher_->Run(teacher_workspace_, pool);
  std::array<detection::MapPredictions, detection::kSsdMaps> maps;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    maps[i] = {teacher_workspace_.Tap(2 * i), teacher_workspace_.Tap(2 * i + 1)};
  }
  return maps;
}

void DetectTask::StartJudging() {
  truth_.clear();
  found_.clear();
}

void DetectTask::Judge(const TrainableNetwork& network, const Batch& batch, const Dataset& photos,
                       const core::ThreadPool&) {
  for (std::size_t n = 0; n < batch.boxes.size(); ++n) {
    detection::AnnotatedPhoto& photo = truth_.emplace_back();
    photo.id = static_cast<std::int64_t>(truth_.size());
    photo.width = card_.input_width;
    photo.height = card_.input_height;
    // What nobody marked there is neither right nor wrong to find, whatever a teacher says.
    const std::vector<bool>& unmarked = unmarked_[static_cast<std::size_t>(photos.samples[batch.samples[n]].source)];
    for (std::size_t column = 1; column < unmarked.size(); ++column) {
      if (unmarked[column]) {
        const detection::PixelBox all{0, 0, static_cast<double>(card_.input_width),
                                      static_cast<double>(card_.input_height)};
        photo.boxes.push_back(
            {.box = all, .category_id = static_cast<int>(column), .crowd = true, .area = all.width * all.height});
      }
    }
    for (const LabelledBox& box : batch.boxes[n]) {
      const detection::PixelBox pixels = ToPixels(box.box, card_);
      const int column = columns_[static_cast<std::size_t>(box.label)];
      if (!unmarked.empty() && unmarked[static_cast<std::size_t>(column)]) {
        continue;
      }
      photo.boxes.push_back(
          {.box = pixels, .category_id = column, .crowd = box.ignored, .area = pixels.width * pixels.height});
    }
    std::array<detection::MapPredictions, detection::kSsdMaps> maps;
    for (std::size_t i = 0; i < maps.size(); ++i) {
      const auto index = static_cast<std::int64_t>(n);
      maps[i] = {PhotoOf(network.Tap(2 * i), index), PhotoOf(network.Tap(2 * i + 1), index)};
    }
    std::vector<detection::FoundBox>& found = found_.emplace_back();
    for (const detection::ScoredBox& box : detection::PostProcess(maps, anchors_, config_.box_coder, config_.classes,
                                                                  static_cast<int>(card_.labels.size()), kJudging)) {
      found.push_back({ToPixels(box.box, card_), box.column + 1, box.score});
    }
  }
}

double DetectTask::Quality() const {
  std::vector<detection::Category> categories;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    categories.push_back({columns_[i], dataset_.classes[i].name});
  }
  return std::max(0.0, detection::EvaluateDetections(categories, truth_, found_).numbers[detection::kAp50]);
}

core::Result<> AddTeacherBoxes(Dataset& dataset, const detection::Detector& teacher, double min_score,
                               const core::ThreadPool& pool, const core::JobContext& context) {
  std::vector<std::optional<int>> label_of;  // of the teacher's labels
  for (const core::ClassLabel& label : teacher.card().labels) {
    const auto found = std::ranges::find(dataset.classes, label.name, &DatasetClass::name);
    label_of.push_back(label.name.empty() || found == dataset.classes.end()
                           ? std::nullopt
                           : std::optional(static_cast<int>(found - dataset.classes.begin())));
  }
  if (std::ranges::none_of(label_of, [](const auto& label) { return label.has_value(); })) {
    return core::Fail(ErrorKind::kInput, "teacher '{}' knows none of the classes of the photos", teacher.card().id);
  }
  core::Workspace workspace;
  core::Photo photo;
  const detection::DetectOptions options{.min_score = static_cast<float>(min_score),
                                         .nms = detection::NmsKind::kPerClass};
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    if (context.stop.stop_requested()) {
      return core::Fail(ErrorKind::kCancelled, "cancelled while the teacher looked at the photos");
    }
    Sample& sample = dataset.samples[i];
    const std::vector<int>& boxed = dataset.sources[static_cast<std::size_t>(sample.source)].boxed_classes;
    if (boxed.size() < dataset.classes.size() && DecodeSample(sample, teacher.decode_options(), photo)) {
      const std::size_t own = sample.boxes.size();
      for (const detection::Detection& found : teacher.Detect(photo, options, workspace, pool)) {
        const auto label = std::ranges::find(teacher.card().labels, found.class_id, &core::ClassLabel::id);
        const std::optional<int> ours = label_of[static_cast<std::size_t>(label - teacher.card().labels.begin())];
        const detection::Box box{static_cast<float>(found.box.y / photo.height),
                                 static_cast<float>(found.box.x / photo.width),
                                 static_cast<float>((found.box.y + found.box.height) / photo.height),
                                 static_cast<float>((found.box.x + found.box.width) / photo.width)};
        const auto overlaps = [&](const LabelledBox& other) {
          return detection::IntersectionOverUnion(other.box, box) > 0.5F;
        };
        if (ours && std::ranges::find(boxed, *ours) == boxed.end() &&
            std::none_of(sample.boxes.begin(), sample.boxes.begin() + static_cast<std::ptrdiff_t>(own), overlaps)) {
          sample.boxes.push_back({box, *ours, false});
        }
      }
    }
    context.Report({static_cast<std::int64_t>(i + 1), std::ssize(dataset.samples), sample.name});
  }
  return {};
}

}  // namespace godwit::training
