// Settings as entries of a JSON object, by their one description (core/base/option.h). Reading is strict: an entry that
// is missing, of another kind or out of bounds is a problem, and so is one that nobody took.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/option.h"

namespace godwit::core {

// JSON is UTF-8, which paths need not be: others are kept byte by byte, as {"bytes": [..]}.
nlohmann::ordered_json PathsToJson(const std::vector<std::filesystem::path>& paths);

// The visitor for DescribeOptions that writes.
struct OptionWriter {
  nlohmann::ordered_json& json;

  void operator()(const OptionText& text, const bool& value) const { json[std::string(text.name)] = value; }
  template <typename T, typename Limits>
  void operator()(const OptionText& text, const T& value, const Limits&) const {
    json[std::string(text.name)] = value;
  }
};

// The visitor for DescribeOptions that takes entries out of an object. Not thread-safe.
class OptionReader {
 public:
  // Requires an object. `place` stands before the names of entries in what is said of them: "objects.".
  explicit OptionReader(nlohmann::json& json, std::string place = {}) : json_(json), place_(std::move(place)) {}

  void operator()(const OptionText& text, bool& value) { Take(std::string(text.name), value); }
  template <typename T>
  void operator()(const OptionText& text, T& value, const Bounds<T>& bounds) {
    const std::string name(text.name);
    if (Take(name, value) && !(value >= bounds.min && value <= bounds.max)) {
      Complain(name, fmt::format("is not between {} and {}", bounds.min, bounds.max));
    }
  }
  void operator()(const OptionText& text, std::string& value, Choices choices) {
    const std::string name(text.name);
    if (Take(name, value) && std::ranges::find(choices, value) == choices.end()) {
      Complain(name, fmt::format("is none of {}", fmt::join(choices, ", ")));
    }
  }

  // Bools, whole numbers that are not negative, doubles and texts. False where there is a problem.
  template <typename T>
  bool Take(const std::string& name, T& value) {
    const auto entry = json_.find(name);
    if (entry == json_.end()) {
      return Complain(name, "is missing");
    }
    const bool fits = std::is_same_v<T, bool>          ? entry->is_boolean()
                      : std::is_same_v<T, std::string> ? entry->is_string()
                      : std::is_integral_v<T>          ? entry->is_number_integer()
                                                       : entry->is_number();
    if (!fits) {
      return Complain(name, "is of another kind");
    }
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      if (!entry->is_number_unsigned() ||
          entry->template get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) {
        return Complain(name, "is out of bounds");
      }
    }
    value = entry->template get<T>();
    json_.erase(entry);
    return true;
  }
  bool TakePath(const std::string& name, std::filesystem::path& path);
  bool TakePaths(const std::string& name, std::vector<std::filesystem::path>& paths);
  bool TakeTexts(const std::string& name, std::vector<std::string>& texts);
  // An object or null, which is given as such.
  bool TakeObject(const std::string& name, nlohmann::json& object);

  // Notes what is wrong with an entry; what was first stays. Always false.
  bool Complain(const std::string& name, const std::string& what);
  // To be called last: what was not taken is a problem.
  void RefuseTheRest();
  // Empty where all is well; else "objects.iou is not between 0 and 1".
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  nlohmann::json& json_;
  std::string place_;
  std::string problem_;
};

}  // namespace godwit::core
