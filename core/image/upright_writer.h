// Puts rows that come in a file's stored order where a person sees them, by the EXIF orientation, without a second copy
// of the picture.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/image/image.h"
#include "core/tensor/buffer.h"

namespace godwit::core {

// EXIF orientations 5 to 8 swap width and height.
constexpr bool SwapsSides(int orientation) { return orientation >= 5; }

class UprightWriter {
 public:
  // Gives `upright` its size. Requires orientation 1..8; `upright` must outlive the writer.
  UprightWriter(int stored_width, int stored_height, int orientation, Image& upright);

  // Where the next stored row belongs: room for stored_width RGB pixels, valid until the next call. At most
  // stored_height calls. Never throws, so that C decoders may be left by longjmp around it.
  std::uint8_t* NextRow() noexcept;

  // After the last row.
  void Finish() noexcept;

 private:
  void MirrorLastRow() noexcept;
  void TurnStrip() noexcept;

  int stored_width_;
  int stored_height_;
  int orientation_;
  Image& upright_;
  int rows_ = 0;              // handed out so far
  Buffer strip_;              // the last rows, where width and height are swapped
  std::size_t strip_stride_;  // bytes
};

}  // namespace godwit::core
