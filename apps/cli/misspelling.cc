#include "apps/cli/misspelling.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/closest_name.h"

namespace godwit::cli {
namespace {

std::vector<std::string> LongNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    std::ranges::copy(option->get_lnames(), std::back_inserter(names));
  }
  return names;
}

}  // namespace

std::string UnknownCommand(const CLI::App& app, std::span<char* const> arguments) {
  const CLI::App* at = &app;
  std::string parent;  // "models "
  for (const std::string_view argument : arguments) {
    const auto known = at->get_subcommands([](const CLI::App*) { return true; });
    if (known.empty() || argument.starts_with('-')) {
      return "";
    }
    std::vector<std::string> names;
    std::ranges::transform(known, std::back_inserter(names), &CLI::App::get_name);
    const auto found = std::ranges::find(names, argument);
    if (found == names.end()) {
      const std::string closest = core::ClosestName(argument, names);
      const std::string hint = closest.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                                               : fmt::format("did you mean '{}{}'?", parent, closest);
      return fmt::format("there is no command '{}{}'; {} (see: godwit {}--help)", parent, argument, hint, parent);
    }
    at = known[static_cast<std::size_t>(found - names.begin())];
    parent += at->get_name() + ' ';
  }
  return "";
}

std::string UnknownOption(const CLI::App& app) {
  const CLI::App* at = &app;
  std::string command = app.get_name();
  for (auto parsed = at->get_subcommands(); !parsed.empty(); parsed = at->get_subcommands()) {
    at = parsed.front();
    command += ' ' + at->get_name();
  }
  for (const std::string& extra : at->remaining()) {
    const std::string option = extra.substr(0, extra.find('='));
    const std::size_t name = option.find_first_not_of('-');
    if (name == 0 || name == std::string::npos) {
      continue;
    }
    const std::string closest = core::ClosestName(option.substr(name), LongNames(*at));
    return fmt::format("'{}' has no option '{}'; {}see: {} --help", command, option,
                       closest.empty() ? "" : fmt::format("did you mean '--{}'? ", closest), command);
  }
  return "";
}

}  // namespace godwit::cli
