#include "apps/cli/interrupt.h"

#include <csignal>
#include <cstdlib>

#include <pthread.h>

#include "apps/cli/exit_status.h"

namespace godwit::cli {
namespace {

// Wakes the waiting thread, so that it sees that it is done.
constexpr int kWakeUp = SIGUSR1;

sigset_t AwaitedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, kWakeUp);
  return signals;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t signals = AwaitedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads made from now on inherit this
  waiter_ = std::thread([this, signals] {
    for (int signal = 0; sigwait(&signals, &signal) == 0 && !done_;) {
      if (signal != kWakeUp && !stop_.request_stop()) {
        std::_Exit(kCancelled);
      }
    }
  });
}

Interrupt::~Interrupt() {
  done_ = true;
  pthread_kill(waiter_.native_handle(), kWakeUp);
  waiter_.join();
}

}  // namespace godwit::cli
