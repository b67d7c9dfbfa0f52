// How a setting is described once, for the command line, configuration files and forms alike: a function
// DescribeOptions(settings&, visit) calls visit(text, value&, ...) for each, in the order to show them.
#pragma once

#include <span>
#include <string_view>

namespace godwit::core {

struct OptionText {
  std::string_view name;  // "min-score": the command line's --min-score
  std::string_view help;  // one sentence with the unit
};

// Of a number: least and largest.
template <typename T>
struct Bounds {
  T min;
  T max;
};

// Of a name: those that are known.
using Choices = std::span<const std::string_view>;

}  // namespace godwit::core
