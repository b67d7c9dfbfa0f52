#include "training/distributed/gradient_exchange.h"

#include "core/base/check.h"

namespace godwit::training {

void GradientExchange::Begin(std::span<float> gradients) {
  gradients_ = gradients;
  ready_ = sent_ = static_cast<std::int64_t>(gradients.size());
}

void GradientExchange::Ready(std::int64_t offset) {
  core::Check(offset >= 0 && offset <= ready_, "gradients become final from the end of the array");
  ready_ = offset;
  while (sent_ - ready_ >= kBucket) {
    Send(sent_ - kBucket);
  }
  processes_.Poll();
}

void GradientExchange::Finish() {
  if (sent_ > ready_) {
    Send(ready_);
  }
  processes_.FinishSums();
}

void GradientExchange::Send(std::int64_t begin) {
  processes_.StartSum(gradients_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(sent_ - begin)));
  sent_ = begin;
}

}  // namespace godwit::training
