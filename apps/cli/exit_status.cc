#include "apps/cli/exit_status.h"

#include <cstdio>

namespace godwit::cli {

int ReportError(const core::Error& error) {
  fmt::print(stderr, "godwit: {}\n", error.message);
  switch (error.kind) {
    case core::ErrorKind::kUsage:
      return kWrongUsage;
    case core::ErrorKind::kInput:
      return kSomeInputsFailed;
    case core::ErrorKind::kModel:
      return kModelMissing;
    case core::ErrorKind::kCancelled:
      return kCancelled;
  }
  return kSomeInputsFailed;
}

}  // namespace godwit::cli
