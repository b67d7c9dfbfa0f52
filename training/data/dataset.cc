#include "training/data/dataset.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/check.h"
#include "core/base/csv_table.h"

namespace godwit::training {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using core::Fail;
using core::Forward;
using core::Result;

void Report(Dataset& dataset, const fs::path& path, std::string_view reason) {
  dataset.problems.push_back({path.string(), fmt::format("{}: {}", path.string(), reason)});
}

// All pictures below a folder. Errors: not a folder.
Result<core::ImageList> ListFolder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return Fail(ErrorKind::kInput, "{}: there is no such folder", folder.string());
  }
  return core::ListImages({folder});
}

// Classes by name in order, numbered from 0; `label_of` gives the name's index.
std::vector<DatasetClass> ClassesOf(const std::set<std::string>& names) {
  std::vector<DatasetClass> classes;
  for (const std::string& name : names) {
    classes.push_back({static_cast<int>(classes.size()), name});
  }
  return classes;
}

int IndexOfClass(const std::vector<DatasetClass>& classes, std::string_view name) {
  const auto found = std::ranges::find(classes, name, &DatasetClass::name);
  return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

Result<> CheckEnoughClasses(const std::vector<DatasetClass>& classes, const fs::path& where) {
  if (classes.size() < 2) {
    return Fail(ErrorKind::kInput, "{}: a classifier needs photos of at least two classes, and here {}", where.string(),
                classes.empty() ? "is none" : fmt::format("is only '{}'", classes.front().name));
  }
  return {};
}

// The first folder of a relative path; empty where the photo lies in none.
std::string FirstFolder(const fs::path& relative) {
  return relative.has_parent_path() ? relative.begin()->string() : std::string();
}

// The names of the folders in a folder, without hidden ones.
std::set<std::string> FoldersIn(const fs::path& folder) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    std::string name = entry->path().filename().string();
    if (entry->is_directory(ignored) && !name.starts_with('.')) {
      names.insert(std::move(name));
    }
  }
  return names;
}

void SortByName(std::vector<Sample>& samples) { std::ranges::sort(samples, {}, &Sample::name); }

// What is wrong with a data set that photos were taken out of, or an empty string.
std::string Lack(const Dataset& dataset) {
  if (dataset.samples.empty()) {
    return "no photo can be used";
  }
  if (std::ranges::none_of(dataset.samples, [](const Sample& sample) { return sample.label >= 0; })) {
    return {};  // boxes, or nothing, are what is known: a class may have none
  }
  std::vector<bool> has_photo(dataset.classes.size());
  for (const Sample& sample : dataset.samples) {
    if (sample.label >= 0) {
      has_photo[static_cast<std::size_t>(sample.label)] = true;
    }
  }
  const auto empty = std::ranges::find(has_photo, false);
  if (empty == has_photo.end()) {
    return {};
  }
  return fmt::format("no photo of class '{}' can be used",
                     dataset.classes[static_cast<std::size_t>(empty - has_photo.begin())].name);
}

}  // namespace

Result<Dataset> ReadClassFolders(const fs::path& folder) {
  auto list = ListFolder(folder);
  if (!list) {
    return Forward(list);
  }
  const std::set<std::string> names = FoldersIn(folder);
  Dataset dataset{.classes = ClassesOf(names), .sources = {{SourceName(folder), {}}}};
  if (auto enough = CheckEnoughClasses(dataset.classes, folder); !enough) {
    return Fail(ErrorKind::kInput, "{}; make a folder for each class in it", enough.error().message);
  }
  dataset.problems = std::move(list->errors);
  std::set<std::string> without_photos = names;
  for (core::ListedImage& image : list->images) {
    const std::string name = FirstFolder(image.relative);
    const int label = IndexOfClass(dataset.classes, name);
    if (label < 0) {
      Report(dataset, image.path, "lies in the folder of no class");
      continue;
    }
    without_photos.erase(name);
    dataset.samples.push_back({.path = image.path, .name = image.relative.generic_string(), .label = label});
  }
  if (!without_photos.empty()) {
    return Fail(
        ErrorKind::kInput,
        "{}: there is no photo of this class (links to folders are not followed); add some or remove the folder",
        (folder / *without_photos.begin()).string());
  }
  SortByName(dataset.samples);
  return dataset;
}

Result<Dataset> ReadLabelledCsv(const fs::path& csv) {
  auto table = core::ReadCsv(csv);
  if (!table) {
    return Forward(table);
  }
  const int path_column = table->Column("path");
  const int label_column = table->Column("label");
  if (path_column < 0 || label_column < 0) {
    return Fail(ErrorKind::kInput, "{}: the header must name the columns 'path' and 'label'", csv.string());
  }
  struct Row {
    fs::path path;
    std::string label;
  };
  Dataset dataset{.sources = {{SourceName(csv), {}}}};
  std::map<std::string, Row> rows;  // by name
  std::set<std::string> labels;
  for (const core::CsvRow& row : table->rows) {
    const std::string& field = row.fields[static_cast<std::size_t>(path_column)];
    const std::string& label = row.fields[static_cast<std::size_t>(label_column)];
    const fs::path path = csv.parent_path() / field;
    std::error_code ignored;
    if (label.empty()) {
      Report(dataset, path, fmt::format("has no label in line {} of {}", row.line, csv.string()));
    } else if (!fs::is_regular_file(path, ignored)) {
      Report(dataset, path, fmt::format("there is no such file (line {} of {})", row.line, csv.string()));
    } else if (!rows.emplace(fs::path(field).lexically_normal().generic_string(), Row{path, label}).second) {
      Report(dataset, path, fmt::format("is listed again in line {} of {}", row.line, csv.string()));
    } else {
      labels.insert(label);
    }
  }
  dataset.classes = ClassesOf(labels);
  if (auto enough = CheckEnoughClasses(dataset.classes, csv); !enough) {
    const std::string reason = dataset.problems.empty() ? "" : fmt::format(" ({})", dataset.problems.front().error);
    return Fail(ErrorKind::kInput, "{}{}; list photos of others", enough.error().message, reason);
  }
  for (auto& [name, row] : rows) {
    const int label = IndexOfClass(dataset.classes, row.label);
    dataset.samples.push_back({.path = std::move(row.path), .name = name, .label = label});
  }
  return dataset;
}

Result<Dataset> ReadUnlabelledFolder(const fs::path& folder) {
  auto list = ListFolder(folder);
  if (!list) {
    return Forward(list);
  }
  if (list->images.empty()) {
    return tl::unexpected(core::Error{ErrorKind::kInput, list->errors.front().error});
  }
  Dataset dataset{.sources = {{SourceName(folder), {}}}, .problems = std::move(list->errors)};
  for (core::ListedImage& image : list->images) {
    dataset.samples.push_back({.path = std::move(image.path), .name = image.relative.generic_string()});
  }
  SortByName(dataset.samples);
  return dataset;
}

Result<> DecodeSample(const Sample& sample, const core::DecodeOptions& options, core::Photo& photo) {
  if (auto decoded = core::DecodeImage(sample.path, options, photo); !decoded) {
    return decoded;
  }
  // The sets that people share are often scaled down after they were annotated, which fractions do not mind; a photo
  // that was turned would have its boxes anywhere. Scaling rounds each side to whole pixels.
  const double expected = static_cast<double>(sample.width) * photo.height;
  const double actual = static_cast<double>(sample.height) * photo.width;
  const double rounding = std::max(photo.width, photo.height) + std::max(sample.width, sample.height);
  if (sample.width > 0 && std::abs(expected - actual) > rounding) {
    photo.image.Reset(0, 0);
    return Fail(ErrorKind::kInput, "{}: has {} x {} pixels, but its boxes were drawn on {} x {}; annotate it again",
                sample.path.string(), photo.width, photo.height, sample.width, sample.height);
  }
  return {};
}

Result<> DropDamagedPhotos(Dataset& dataset, const core::ThreadPool& pool, const core::JobContext& context) {
  const auto total = static_cast<std::int64_t>(dataset.samples.size());
  std::vector<core::Photo> photos(static_cast<std::size_t>(pool.threads()) + 1);
  std::vector<std::string> errors(dataset.samples.size());
  // The smallest decode that there is still reads the whole file.
  const core::DecodeOptions small{.needed_width = 1, .needed_height = 1};
  const std::array<core::ThreadPool::Stage, 1> decode{[&](std::int64_t item, int slot) {
    const auto index = static_cast<std::size_t>(item);
    if (auto decoded = DecodeSample(dataset.samples[index], small, photos[static_cast<std::size_t>(slot)]); !decoded) {
      errors[index] = std::move(decoded).error().message;
    }
  }};
  const auto report = [&](std::int64_t item, int) {
    context.Report({.done = item + 1, .total = total, .item = dataset.samples[static_cast<std::size_t>(item)].name});
  };
  if (pool.Pipeline(total, static_cast<int>(photos.size()), decode, report, context.stop) < total) {
    return Fail(ErrorKind::kCancelled, "stopped while the photos were checked");
  }
  std::vector<Sample> sound;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (errors[i].empty()) {
      sound.push_back(std::move(dataset.samples[i]));
    } else {
      dataset.problems.push_back({dataset.samples[i].path.string(), std::move(errors[i])});
    }
  }
  dataset.samples = std::move(sound);
  if (const std::string lack = Lack(dataset); !lack.empty()) {
    const std::string reason = dataset.problems.empty() ? "the set is empty" : dataset.problems.back().error;
    return Fail(ErrorKind::kInput, "{}: {}; add photos", lack, reason);
  }
  return {};
}

std::string SourceName(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

Dataset Subset(const Dataset& dataset, std::span<const std::size_t> indices) {
  Dataset subset{.classes = dataset.classes, .sources = dataset.sources};
  subset.samples.reserve(indices.size());
  for (const std::size_t index : indices) {
    core::Check(index < dataset.samples.size(), "a subset has samples of the set only");
    subset.samples.push_back(dataset.samples[index]);
  }
  return subset;
}

}  // namespace godwit::training
