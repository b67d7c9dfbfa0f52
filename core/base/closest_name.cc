#include "core/base/closest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace godwit::core {
namespace {

// Letters to change, add or drop to turn one text into the other (Levenshtein).
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string ClosestName(std::string_view wanted, const std::vector<std::string>& names) {
  const std::size_t limit = (wanted.size() + 1) / 3;  // two letters of five may have changed places
  const auto distance = [&](const std::string& name) {
    return name.starts_with(wanted) ? 0 : EditDistance(wanted, name);
  };
  const auto closest = std::ranges::min_element(names, {}, distance);
  return !wanted.empty() && closest != names.end() && distance(*closest) <= limit ? *closest : "";
}

}  // namespace godwit::core
