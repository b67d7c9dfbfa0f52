// What this machine could do at best: the two lines of the roofline model (Williams et al. 2009).
#pragma once

#include "core/base/parallel.h"

namespace godwit::workflows {

struct MachinePeak {
  int threads = 0;
  double gflops = 0;           // float32, a multiply-add counted as two, instruction set in use
  double gigabytes_per_s = 0;  // read plus written, copying 2 MiB over and over: the size of a large activation

  // Seconds that this much work takes at the least.
  [[nodiscard]] double LeastSeconds(double flops, double bytes) const;
};

// Measures with all threads of `pool`, best of several; takes a fraction of a second.
MachinePeak MeasureMachinePeak(const core::ThreadPool& pool);

}  // namespace godwit::workflows
