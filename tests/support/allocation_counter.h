// Counts what a program allocates. Link godwit_allocation_counter to replace the global operator new.
#pragma once

namespace godwit::tests {

// Calls of operator new so far, on all threads.
long Allocations();

}  // namespace godwit::tests
