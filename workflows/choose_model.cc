#include "workflows/choose_model.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <ranges>
#include <tuple>

#include <fmt/format.h>

#include "workflows/model_import.h"

namespace godwit::workflows {
namespace {

bool IsFor(const InstalledModel& model, std::string_view task) {
  return model.error.empty() && model.card.task == task;
}

bool IsNumber(std::string_view text, double value) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number == value;
}

// The id without its width: "coco-ssd-mobilenet-v1-0.5" is one of "coco-ssd-mobilenet-v1".
std::string Stem(const InstalledModel& model) {
  std::string stem;
  bool found = false;
  for (const auto part : std::views::split(std::string_view(model.id), '-')) {
    const std::string_view word(part.begin(), part.end());
    if (!found && word.find('.') != std::string_view::npos && IsNumber(word, model.card.alpha)) {
      found = true;
      continue;
    }
    stem = fmt::format("{}{}{}", stem, stem.empty() ? "" : "-", word);
  }
  return stem;
}

bool AreAlike(const InstalledModel& a, const InstalledModel& b) {
  return a.card.architecture == b.card.architecture && a.card.labels == b.card.labels;
}

bool ShareAWidth(const ModelFamily& a, const ModelFamily& b) {
  return std::ranges::any_of(a.members, [&](const InstalledModel& model) { return b.OfWidth(model.card.alpha); });
}

// Families by stem; a second model of a width stays on its own.
std::vector<ModelFamily> ByStem(std::span<const InstalledModel> models, std::string_view task) {
  std::vector<ModelFamily> families;
  for (const InstalledModel& model : models) {
    if (!IsFor(model, task)) {
      continue;
    }
    const std::string stem = Stem(model);
    const auto family = std::ranges::find_if(families, [&](const ModelFamily& one) {
      return one.name == stem && AreAlike(one.members.front(), model) && one.OfWidth(model.card.alpha) == nullptr;
    });
    if (family == families.end()) {
      families.push_back({stem, {model}});
    } else {
      family->members.push_back(model);
    }
  }
  return families;
}

}  // namespace

const InstalledModel* BestModel(std::span<const InstalledModel> models, std::string_view task) {
  const InstalledModel* best = nullptr;
  const auto rank = [](const InstalledModel& model) {
    return std::tuple(model.card.labels.size(), model.cost.multiply_adds);
  };
  for (const InstalledModel& model : models) {
    if (IsFor(model, task) && (best == nullptr || rank(model) > rank(*best))) {
      best = &model;
    }
  }
  return best;
}

const InstalledModel* ModelFamily::OfWidth(double alpha) const {
  const auto found = std::ranges::find(members, alpha, [](const InstalledModel& model) { return model.card.alpha; });
  return found == members.end() ? nullptr : &*found;
}

std::vector<ModelFamily> FamiliesOf(std::span<const InstalledModel> models, std::string_view task) {
  std::vector<ModelFamily> by_stem = ByStem(models, task);
  // The largest first, so that a model of another name joins them and not the other way round.
  std::ranges::stable_sort(by_stem, std::greater(), [](const ModelFamily& family) { return family.members.size(); });
  std::vector<ModelFamily> families;
  for (ModelFamily& family : by_stem) {
    const auto other = std::ranges::find_if(families, [&](const ModelFamily& one) {
      return AreAlike(one.members.front(), family.members.front()) && !ShareAWidth(one, family);
    });
    if (other == families.end()) {
      families.push_back(std::move(family));
    } else {
      std::ranges::move(family.members, std::back_inserter(other->members));
    }
  }
  for (ModelFamily& family : families) {
    std::ranges::sort(family.members, std::greater(), [](const InstalledModel& model) { return model.card.alpha; });
    if (family.members.size() == 1) {
      family.name = family.members.front().id;
    }
  }
  std::ranges::sort(families, {}, &ModelFamily::name);
  return families;
}

core::Result<core::Cost> CostAt(core::ModelCard card, int input) {
  if (auto set = core::SetInputSide(card, input == 0 ? std::nullopt : std::optional(input)); !set) {
    return core::Forward(set);
  }
  auto graph = GraphOf(card);
  if (!graph) {
    return core::Forward(graph);
  }
  return core::TotalCost(*graph, {1, card.input_height, card.input_width, 3});
}

}  // namespace godwit::workflows
