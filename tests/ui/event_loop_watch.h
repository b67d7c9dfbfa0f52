// How long the window's thread was deaf.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace godwit::tests {

// From Start on, notes the longest time between two turns of the event loop, which a timer asks for every millisecond.
class EventLoopWatch {
 public:
  EventLoopWatch() {
    timer_.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer_, &QTimer::timeout, [this] {
      const double stall_ms = static_cast<double>(since_.nsecsElapsed()) / 1e6;
      if (stall_ms > longest_ms_) {
        longest_ms_ = stall_ms;
        longest_at_ms_ = clock_.elapsed();
      }
      since_.start();
    });
  }

  void Start() {
    longest_ms_ = 0;
    clock_.start();
    since_.start();
    timer_.start(1);
  }
  [[nodiscard]] double longest_ms() const { return longest_ms_; }
  [[nodiscard]] qint64 longest_at_ms() const { return longest_at_ms_; }  // its end, from Start on

 private:
  QTimer timer_;
  QElapsedTimer clock_;
  QElapsedTimer since_;
  double longest_ms_ = 0;
  qint64 longest_at_ms_ = 0;
};

}  // namespace godwit::tests
