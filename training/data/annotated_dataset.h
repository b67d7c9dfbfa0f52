// Photos on which objects are boxed: as COCO's and PASCAL VOC's files have them.
//
// Boxes become fractions of the photo, clipped to it. A photo that is not there, and a box with no part of at least one
// pixel each way on the photo, are left out and told as problems. A photo without boxes shows nothing of the classes.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "training/data/dataset.h"

namespace godwit::training {

// An "instances" file (detection/coco_annotations.h) and the folder of its photos. Classes are in order of the file
// with its ids; crowds are ignored boxes. The source is named after the file. Errors: kInput: those of
// detection::ReadCocoAnnotations; no photo that can be used.
core::Result<Dataset> ReadCocoDataset(const std::filesystem::path& annotations, const std::filesystem::path& photos);

// A folder of PASCAL VOC's layout: "Annotations/*.xml", each of which names its photo, which lies in "JPEGImages" or
// else beside the annotation. Classes are those that occur, in order of name, with ids from 1, as VOC numbers its own;
// objects marked as difficult are ignored boxes. Source: http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc
// (corners count pixels from 1, both inclusive). An annotation that cannot be read is a problem. Errors: kInput: there
// is no annotation; no photo that can be used.
core::Result<Dataset> ReadVocDataset(const std::filesystem::path& folder);

}  // namespace godwit::training
