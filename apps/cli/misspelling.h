// Commands and options that there are none of, and which were probably meant. CLI11 takes the value behind an unknown
// option for a further argument and complains about that instead.
#pragma once

#include <span>
#include <string>

#include <CLI/CLI.hpp>

namespace godwit::cli {

// What is wrong with the first argument that stands where a command or a subcommand must and is none; else "".
// `arguments` are those of the program, without its name.
std::string UnknownCommand(const CLI::App& app, std::span<char* const> arguments);

// The same of the first unknown option, once parsing has failed.
std::string UnknownOption(const CLI::App& app);

}  // namespace godwit::cli
