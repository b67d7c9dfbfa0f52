// Options of a shared description (core/base/option.h) on the command line.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "core/base/option.h"

namespace godwit::cli {

// The visitor for DescribeOptions. Values must live until the command has run.
struct OptionAdder {
  CLI::App& app;

  void operator()(const core::OptionText& text, bool& value) const {
    app.add_flag(Flag(text), value, std::string(text.help));
  }
  template <typename T>
  void operator()(const core::OptionText& text, T& value, const core::Bounds<T>& bounds) const {
    app.add_option(Flag(text), value, std::string(text.help))
        ->capture_default_str()
        ->check(CLI::Range(bounds.min, bounds.max))
        ->check([](const std::string& number) {
          return number.find_first_not_of("+-.0123456789eE") == std::string::npos ? "" : number + " is no number";
        })
        ->type_name("N");
  }
  void operator()(const core::OptionText& text, std::string& value, core::Choices choices) const {
    app.add_option(Flag(text), value, std::string(text.help))
        ->capture_default_str()
        ->check(CLI::IsMember(std::vector<std::string>(choices.begin(), choices.end())));
  }
  static std::string Flag(const core::OptionText& text) { return "--" + std::string(text.name); }
};

}  // namespace godwit::cli
