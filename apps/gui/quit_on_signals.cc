#include "apps/gui/quit_on_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include <QSocketNotifier>

namespace godwit::gui {
namespace {

// A handler may do next to nothing, so that it only wakes the event loop.
std::array<int, 2> wake{-1, -1};

void OnSignal(int /*signal*/) {
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = ::write(wake[1], &byte, 1);  // a full pipe wakes as well
}

}  // namespace

void QuitOnSignals(QApplication& application) {
  if (::pipe2(wake.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    return;  // signals end the program as they always did
  }
  auto* notifier = new QSocketNotifier(wake[0], QSocketNotifier::Read, &application);
  QObject::connect(notifier, &QSocketNotifier::activated, &application, [notifier] {
    notifier->setEnabled(false);
    QApplication::quit();
  });
  struct sigaction action {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);  // a second one ends a program that does not answer
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace godwit::gui
