#include "workflows/evaluate_classifier.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "core/base/csv_table.h"
#include "workflows/classify_images.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;

constexpr int kTop = 5;

std::optional<int> IndexOf(const std::string& field, bool is_label, const core::ModelCard& card) {
  if (is_label) {
    const auto found = std::ranges::find(card.labels, field, &core::ClassLabel::name);
    return found == card.labels.end() ? std::nullopt : std::optional(static_cast<int>(found - card.labels.begin()));
  }
  int index = -1;
  const char* end = field.data() + field.size();
  const auto [parsed, error] = std::from_chars(field.data(), end, index);
  const bool known = error == std::errc() && parsed == end && index >= 0 && index < std::ssize(card.labels);
  return known ? std::optional(index) : std::nullopt;
}

}  // namespace

core::Result<std::vector<LabelledImage>> ReadLabelledImages(const std::filesystem::path& csv,
                                                            const core::ModelCard& card) {
  auto table = core::ReadCsv(csv);
  if (!table) {
    return core::Forward(table);
  }
  const int path = table->Column("path");
  const int index = table->Column("index");
  const int label = table->Column("label");
  if (path < 0 || (index < 0 && label < 0)) {
    return core::Fail(ErrorKind::kInput, "{}: the header must name a column 'path' and a column 'index' or 'label'",
                      csv.string());
  }
  if (table->rows.empty()) {
    return core::Fail(ErrorKind::kInput, "{}: has no line below its header, so there is nothing to judge",
                      csv.string());
  }
  const auto class_column = static_cast<std::size_t>(index >= 0 ? index : label);
  std::vector<LabelledImage> photos;
  for (const core::CsvRow& row : table->rows) {
    const std::string& field = row.fields[class_column];
    const auto known = IndexOf(field, index < 0, card);
    if (!known) {
      return core::Fail(ErrorKind::kInput, "{}: line {}: model '{}' has no class '{}'; see: godwit models info {}",
                        csv.string(), row.line, card.id, field, card.id);
    }
    photos.push_back({csv.parent_path() / row.fields[static_cast<std::size_t>(path)], *known});
  }
  return photos;
}

ClassifierEvaluation EvaluateClassifier(const recognition::Classifier& classifier,
                                        const std::vector<LabelledImage>& photos, const core::ThreadPool& pool,
                                        const core::JobContext& context) {
  core::ImageList list;
  std::ranges::transform(photos, std::back_inserter(list.images), [](const LabelledImage& photo) {
    return core::ListedImage{photo.path, photo.path.filename()};
  });
  ClassifierEvaluation evaluation;
  std::size_t next = 0;  // results come in order of the list
  const auto count = [&](const ImageClasses& result, const core::Photo&) -> core::Result<> {
    const int right = photos[next++].index;
    if (result.error.empty()) {
      const auto found = std::ranges::find(result.classes, right, &recognition::ClassScore::index);
      ++evaluation.photos;
      evaluation.top1 += found == result.classes.begin() ? 1 : 0;
      evaluation.top5 += found != result.classes.end() ? 1 : 0;
    }
    return {};
  };
  evaluation.report = ClassifyImages(classifier, list, {.top = kTop}, pool, count, context);
  return evaluation;
}

}  // namespace godwit::workflows
