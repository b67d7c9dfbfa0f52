// Ctrl-C as a stop request.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace godwit::cli {

// From construction on, SIGINT and SIGTERM request a stop; a second one ends the process at once. Make one at the start
// of main, before any other thread, so that no thread takes the signal instead.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::atomic<bool> done_ = false;
  std::thread waiter_;
};

}  // namespace godwit::cli
