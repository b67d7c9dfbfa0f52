// Prints what a detector finds on a photo: detect_photo WEIGHTS PHOTO
#include <iostream>

#include <detection/detector.h>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: detect_photo WEIGHTS PHOTO\n";
    return 2;
  }
  const auto detector = godwit::detection::Detector::Load(argv[1]).value();
  const auto photo = godwit::core::DecodeImage(argv[2], detector.decode_options()).value();
  for (const auto& found : detector.Detect(photo)) {
    std::cout << found.label << ' ' << found.score << " at " << found.box.x << ", " << found.box.y << '\n';
  }
}
