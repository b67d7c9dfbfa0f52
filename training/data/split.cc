#include "training/data/split.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/check.h"
#include "core/base/whole_file.h"
#include "training/data/random.h"

namespace godwit::training {
namespace {

using core::ErrorKind;
using core::Fail;
using core::Result;
using Json = nlohmann::ordered_json;

// FNV-1a, 64 bits. Philox mixes it thoroughly afterwards.
std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  return hash;
}

// In [0, 1): below the fraction is validation.
double PlaceOf(const std::string& name, std::uint64_t seed) {
  Random random(seed, RandomStream::kSplit, HashOf(name));
  const std::uint64_t high = random.Bits();
  return static_cast<double>((high << 21U) | (random.Bits() >> 11U)) * 0x1p-53;
}

std::string Line(const std::string& name, bool validation) {
  return Json{{"photo", name}, {"validation", validation}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A name as a file of lines has it.
std::string Utf8(const std::string& name) {
  const std::string quoted = Json(name).dump(-1, ' ', false, Json::error_handler_t::replace);
  return Json::parse(quoted).get<std::string>();
}

// One class: those whose side is open, by place, and how many of the others are on each side.
struct Stratum {
  struct Open {
    double place = 0;
    std::size_t index = 0;
  };
  std::vector<Open> open;
  std::size_t validation = 0;
  std::size_t train = 0;
};

// How many of the open ones, from the lowest place on, are for validation. A single photo is to learn from.
std::size_t ValidationCount(const Stratum& stratum, double fraction) {
  if (fraction == 0 || stratum.open.empty()) {
    return 0;
  }
  const auto below = std::ranges::count_if(stratum.open, [&](const auto& open) { return open.place < fraction; });
  const std::size_t least = stratum.validation == 0 ? 1 : 0;
  const std::size_t most = stratum.open.size() - (stratum.train == 0 ? 1 : 0);
  return std::min(std::max(static_cast<std::size_t>(below), least), most);
}

}  // namespace

Result<Split> MakeSplit(const Dataset& dataset, double validation_fraction, std::uint64_t seed,
                        const KnownSides& known) {
  core::Check(validation_fraction >= 0 && validation_fraction < 1, "a part for validation is a fraction below 1");
  std::vector<bool> validation(dataset.samples.size());
  std::map<int, Stratum> strata;  // by label
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    const Sample& sample = dataset.samples[i];
    Stratum& stratum = strata[sample.label];
    if (const auto found = known.find(Utf8(sample.name)); found != known.end()) {
      validation[i] = found->second;
      ++(found->second ? stratum.validation : stratum.train);
    } else {
      stratum.open.push_back({PlaceOf(sample.name, seed), i});
    }
  }
  for (auto& [label, stratum] : strata) {
    std::ranges::sort(stratum.open, {}, [](const Stratum::Open& open) { return std::pair(open.place, open.index); });
    const std::size_t count = ValidationCount(stratum, validation_fraction);
    for (std::size_t i = 0; i < count; ++i) {
      validation[stratum.open[i].index] = true;
    }
  }
  Split split;
  for (std::size_t i = 0; i < validation.size(); ++i) {
    (validation[i] ? split.validation : split.train).push_back(i);
  }
  if (split.train.empty() || (validation_fraction > 0 && split.validation.empty())) {
    return Fail(ErrorKind::kInput, "{} photos are too few to learn from some and measure with others; add photos",
                dataset.samples.size());
  }
  return split;
}

Result<> WriteSplit(const std::filesystem::path& file, const Dataset& dataset, const Split& split) {
  std::vector<bool> validation(dataset.samples.size());
  for (const std::size_t index : split.validation) {
    validation.at(index) = true;
  }
  std::string lines;
  for (std::size_t i = 0; i < validation.size(); ++i) {
    lines += Line(dataset.samples[i].name, validation[i]) + '\n';
  }
  return core::WriteWholeFile(file, lines);
}

Result<KnownSides> ReadSplit(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return Fail(ErrorKind::kInput, "{}: cannot be read", file.string());
  }
  KnownSides sides;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    const Json entry = Json::parse(line, nullptr, false);
    const bool sound = entry.is_object() && entry.contains("photo") && entry["photo"].is_string() &&
                       entry.contains("validation") && entry["validation"].is_boolean();
    if (!sound) {
      return Fail(ErrorKind::kInput, "{}: line {} is not {}", file.string(), number,
                  R"({"photo": "...", "validation": true or false})");
    }
    sides[entry["photo"].get<std::string>()] = entry["validation"].get<bool>();
  }
  return sides;
}

}  // namespace godwit::training
