// A small detector with random weights, as a weight file, for tests of everything around a network.
#pragma once

#include <filesystem>

namespace godwit::tests {

// Writes a valid SSDLite of three named classes, 96x96 input, id "synthetic". It finds something on nearly any picture
// at a low score limit.
void WriteSyntheticDetector(const std::filesystem::path& file);

}  // namespace godwit::tests
