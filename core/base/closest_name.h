// What a misspelt name was probably meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace godwit::core {

// The first of `names` that begins with `wanted`, else the one that the fewest letters changed, added or dropped turn
// `wanted` into, if these are no more than a third of its own; else "".
std::string ClosestName(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace godwit::core
