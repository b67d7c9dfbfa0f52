// What the command line's exit status says.
#pragma once

#include "core/base/result.h"

namespace godwit::cli {

inline constexpr int kDone = 0;
inline constexpr int kSomeInputsFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kModelMissing = 3;
inline constexpr int kCancelled = 130;  // as a shell reports a process ended by SIGINT

// Prints "godwit: <message>" to standard error and gives the status for errors of this kind.
int ReportError(const core::Error& error);

}  // namespace godwit::cli
