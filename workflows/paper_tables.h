// The cost tables of the MobileNets paper (arXiv 1704.04861), recomputed from the layer lists beside what it prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace godwit::workflows {

// One figure. What the paper prints wrongly is marked; the row's note tells why.
struct PaperFigure {
  std::optional<double> printed;   // as in the paper; nothing where it prints none
  std::optional<double> computed;  // from our layers; nothing where these layers are not known (other networks)
  int decimals = 0;                // that the paper prints
  bool misprint = false;
};

struct PaperRow {
  std::string name;
  std::optional<double> accuracy;    // in percent, of the paper; nothing here measures it
  std::vector<PaperFigure> figures;  // one a column
  std::string note;                  // of a misprint, or how the figure was computed
  double alpha = 0;                  // of a MobileNet V1 with 1000 classes; 0: another network
  int input = 0;                     // its side in pixels
};

struct PaperTable {
  int number = 0;
  std::string title;
  std::string accuracy;              // what the rows' accuracies are; empty where the table has none
  std::vector<std::string> columns;  // with unit: "M multiply-adds"
  std::vector<PaperRow> rows;
};

// Tables 1 to 14, in order. Multiply-adds and parameters as the paper counts them (core/model/cost.h). Takes
// milliseconds.
std::vector<PaperTable> PaperTables();

// What the paper prints for the top-1 accuracy of MobileNet V1 on ImageNet, in percent; nothing for a width and input
// that it only plots (Tables 6, 7 and 9 have eight of the sixteen).
std::optional<double> PaperImageNetAccuracy(double alpha, int input);

// A kind of layer and its part of the whole, in percent (Table 2: 1.0 MobileNet-224), misprints mended.
struct PaperCostShare {
  std::string kind;  // as core::Name
  double multiply_adds = 0;
  double parameters = 0;
};
std::vector<PaperCostShare> PaperCostShares();

}  // namespace godwit::workflows
