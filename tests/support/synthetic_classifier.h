// A small classifier with random weights, as a weight file, for tests of everything around a network.
#pragma once

#include <filesystem>

namespace godwit::tests {

// Writes a valid MobileNet V1 of three classes ("apple", "boat", "chair, folding"), 64x64 input, id "synthetic".
void WriteSyntheticClassifier(const std::filesystem::path& file);

}  // namespace godwit::tests
