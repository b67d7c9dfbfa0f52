#include "workflows/photo_heads.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "workflows/choose_model.h"
#include "workflows/instruction_set.h"

namespace godwit::workflows {
namespace {

using AnyHead = std::variant<detection::Detector, recognition::Classifier>;

constexpr int kTopClasses = 5;

template <typename T>
core::Result<AnyHead> LoadAs(const std::filesystem::path& file, int input) {
  auto head = T::Load(file, input == 0 ? std::nullopt : std::optional(input));
  if (!head) {
    return core::Forward(head);
  }
  return AnyHead(*std::move(head));
}

const core::ModelCard& CardOf(const AnyHead& head) {
  return std::visit([](const auto& one) -> const core::ModelCard& { return one.card(); }, head);
}

std::filesystem::file_time_type TimeOf(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::last_write_time(file, ignored);
}

// Loading a model must not take the program down with it, even where memory runs out.
template <typename Function>
auto Guarded(const Function& load, const std::string& id) -> decltype(load()) {
  try {
    return load();
  } catch (const std::exception& failure) {
    return core::Fail(core::ErrorKind::kModel, "model '{}': {}", id, failure.what());
  }
}

}  // namespace

std::string_view TaskOf(Head head) {
  switch (head) {
    case Head::kObjects:
      return "detect";
    case Head::kClasses:
      return "classify";
    case Head::kFaces:
      return "faces";
  }
  return {};
}

struct PhotoHeads::Model {
  std::filesystem::path file;
  std::filesystem::file_time_type time;
  int input;
  std::string instruction_set;
  AnyHead head;
  HeadInUse in_use;
  core::Workspace workspace;

  [[nodiscard]] bool IsFor(Head user) const {
    return std::holds_alternative<recognition::Classifier>(head) == (user == Head::kClasses) &&
           (user != Head::kFaces || CardOf(head).task == TaskOf(Head::kFaces));
  }
};

PhotoHeads::PhotoHeads() = default;
PhotoHeads::~PhotoHeads() = default;

core::Result<std::shared_ptr<PhotoHeads::Model>> PhotoHeads::Load(const std::filesystem::path& folder,
                                                                  const HeadModel& wanted, Head head) const {
  auto file = FindModel(folder, wanted.id);
  if (!file) {
    return core::Forward(file);
  }
  const auto time = TimeOf(*file);
  for (const std::shared_ptr<Model>& loaded : models_.values) {
    if (loaded != nullptr && loaded->file == *file && loaded->time == time && loaded->input == wanted.input &&
        loaded->instruction_set == instruction_set_ && loaded->IsFor(head)) {
      return loaded;
    }
  }
  auto any = head == Head::kClasses ? LoadAs<recognition::Classifier>(*file, wanted.input)
                                    : LoadAs<detection::Detector>(*file, wanted.input);
  if (!any) {
    return core::Forward(any);
  }
  const core::ModelCard& card = CardOf(*any);
  // Any detector finds objects; what finds faces are models for faces alone.
  if (head == Head::kFaces && card.task != TaskOf(head)) {
    return core::Fail(core::ErrorKind::kModel, "model '{}' is for another task ({}); see: godwit models list", card.id,
                      card.task);
  }
  const auto cost = CostAt(card, 0);
  HeadInUse in_use{.id = wanted.id,
                   .card = std::make_shared<core::ModelCard>(card),
                   .input = std::max(card.input_width, card.input_height),
                   .cost = cost.value_or(core::Cost()),
                   .setup = setups_};
  return std::make_shared<Model>(
      Model{*std::move(file), time, wanted.input, instruction_set_, *std::move(any), std::move(in_use), {}});
}

HeadsReport PhotoHeads::SetUp(const HeadsSetup& setup, const std::stop_token& stop) {
  ++setups_;
  HeadsReport report{.note = UseInstructionSet(setup.instruction_set)};
  instruction_set_ = InstructionSetInUse();
  const bool other_threads = std::exchange(threads_, setup.threads) != setup.threads;
  if (other_threads) {
    pool_ = std::make_unique<core::ThreadPool>(setup.threads);
  }
  for (const Head head : kHeads) {
    const auto& wanted = setup.models[head];
    if (!wanted) {
      models_[head].reset();
    } else if (!stop.stop_requested()) {
      if (auto model = Guarded([&] { return Load(setup.models_folder, *wanted, head); }, wanted->id); model) {
        models_[head] = *std::move(model);
      } else {
        report.errors[head] = std::move(model).error();
      }
    }
  }
  for (const Head head : kHeads) {
    if (Model* model = models_[head].get(); model != nullptr) {
      if (other_threads) {
        model->in_use.setup = setups_;
      }
      report.in_use[head] = model->in_use;
    }
  }
  return report;
}

core::DecodeOptions PhotoHeads::DecodeOptionsFor(const PerHead<bool>& heads, bool exact) const {
  core::DecodeOptions options{.exact = exact};
  for (const Head head : kHeads) {
    if (heads[head] && models_[head] != nullptr) {
      const core::DecodeOptions own =
          std::visit([](const auto& one) { return one.decode_options(); }, models_[head]->head);
      options.needed_width = std::max(options.needed_width, own.needed_width);
      options.needed_height = std::max(options.needed_height, own.needed_height);
    }
  }
  return options;
}

void PhotoHeads::Look(const core::Photo& photo, const PerHead<bool>& heads, const ImageResult& result,
                      const DetectSettings& settings, const HeadSink& sink, const std::stop_token& stop) {
  PerHead<bool> waiting = heads;
  for (const Head head : kHeads) {
    Model* const model = models_[head].get();
    if (!waiting[head] || model == nullptr) {
      continue;
    }
    if (stop.stop_requested()) {
      return;
    }
    StageTimes times{.decode_ms = result.times.decode_ms};
    Stopwatch watch;
    std::visit(
        [&](const auto& one) {
          one.Preprocess(photo, model->workspace, *pool_);
          times.preprocess_ms = watch.LapMs();
          one.Run(model->workspace, *pool_);
          times.network_ms = watch.LapMs();
        },
        model->head);
    for (const Head user : kHeads) {
      if (waiting[user] && models_[user].get() == model) {
        waiting[user] = false;
        Deliver(user, *model, result, times, settings, sink);
      }
    }
  }
}

void PhotoHeads::Deliver(Head head, const Model& model, const ImageResult& result, const StageTimes& times,
                         const DetectSettings& settings, const HeadSink& sink) {
  Stopwatch watch;
  if (const auto* classifier = std::get_if<recognition::Classifier>(&model.head)) {
    ImageClasses classes{result, classifier->PostProcess(model.workspace, kTopClasses)};
    classes.times = times;
    classes.times.postprocess_ms = watch.LapMs();
    sink.classes(classes);
    return;
  }
  const auto& detector = std::get<detection::Detector>(model.head);
  ImageDetections found{result,
                        detector.PostProcess(model.workspace, result.width, result.height, ToDetectOptions(settings))};
  found.times = times;
  found.times.postprocess_ms = watch.LapMs();
  sink.detections(head, found);
}

}  // namespace godwit::workflows
