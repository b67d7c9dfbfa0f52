#include "training/distributed/process_group.h"

#include <cstdlib>

namespace godwit::training {
namespace {

class Alone final : public ProcessGroup {
 public:
  Alone() : ProcessGroup(0, 1, 1) {}
  void Sum(std::span<double>) override {}
  void StartSum(std::span<float>) override {}
  void Poll() override {}
  void FinishSums() override {}
  void Broadcast(std::span<std::byte>, int) override {}
  void Abort(int exit_status) override { std::_Exit(exit_status); }
};

}  // namespace

ProcessGroup& ThisProcessAlone() {
  static Alone alone;
  return alone;
}

}  // namespace godwit::training
