#include <memory>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "apps/cli/exit_status.h"
#include "apps/cli/image_command.h"
#include "workflows/merge_results.h"

namespace godwit::cli {
namespace {

struct MergeCommand {
  std::vector<std::string> files;
  std::string out;

  [[nodiscard]] int Run() const;
};

int MergeCommand::Run() const {
  auto output = OutputStream::Open(out);
  if (!output) {
    return ReportError(output.error());
  }
  auto merged = workflows::MergeResults({files.begin(), files.end()}, output->stream());
  if (merged) {
    merged = output->Commit();
  }
  return merged ? kDone : ReportError(merged.error());
}

}  // namespace

Run AddMerge(CLI::App& app) {
  const auto command = std::make_shared<MergeCommand>();
  app.add_option("FILE", command->files, "Results of the parts: JSON, JSON lines, CSV or COCO data sets")
      ->required()
      ->type_name("");
  app.add_option("-o,--output", command->out, "Write to this file instead of standard output")->type_name("OUT");
  app.footer(
      "What comes out is what one run over all the photos writes; photos are in order of path.\n\n"
      "Example:\n"
      "  godwit detect photos --shard 1/2 --json -o found-1.json   # on one machine\n"
      "  godwit detect photos --shard 2/2 --json -o found-2.json   # on another\n"
      "  godwit merge found-1.json found-2.json -o found.json");
  return [command](const std::stop_token&) { return command->Run(); };
}

}  // namespace godwit::cli
