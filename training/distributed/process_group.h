// The processes that train one network together, each on its part of every batch.
#pragma once

#include <cstddef>
#include <span>

namespace godwit::training {

// All processes call the same functions in the same order, with spans of the same size; each returns when all have
// called it (or, where its comment says so, at once). A process that does not come keeps the others waiting, politely:
// they sleep between looks. So what one process decides by itself (an error, a stop) must be agreed on first: see
// agreement.h.
//
// Not thread-safe: one thread makes all calls. There are no errors to handle: a failure of what carries the messages
// ends all processes. Sums are the same, to the bit, in all processes, and from run to run with the same number of
// processes.
class ProcessGroup {
 public:
  virtual ~ProcessGroup() = default;
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;

  [[nodiscard]] int rank() const { return rank_; }            // this process, from 0
  [[nodiscard]] int size() const { return size_; }            // processes
  [[nodiscard]] int host_size() const { return host_size_; }  // of them on this machine

  // Whether this process is the one that writes files and tells people how things go.
  [[nodiscard]] bool leads() const { return rank_ == 0; }

  // Replaces the values by their sums over all processes.
  virtual void Sum(std::span<double> values) = 0;

  // The same, but returns at once: the values belong to the group until FinishSums. Any number may be under way.
  virtual void StartSum(std::span<float> values) = 0;

  // Lets sums under way proceed; returns at once, and need not be called by all. Messages move only within calls.
  virtual void Poll() = 0;

  // Waits for all sums under way.
  virtual void FinishSums() = 0;

  // Replaces the bytes by those of the process `root`.
  virtual void Broadcast(std::span<std::byte> bytes, int root) = 0;

  // Ends all processes, none of which may clean up; does not return. For what must not happen.
  virtual void Abort(int exit_status) = 0;

 protected:
  ProcessGroup(int rank, int size, int host_size) : rank_(rank), size_(size), host_size_(host_size) {}

 private:
  int rank_, size_, host_size_;
};

// This process without others: sums and broadcasts leave values as they are. Thread-safe.
ProcessGroup& ThisProcessAlone();

}  // namespace godwit::training
