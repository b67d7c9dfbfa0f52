#include "workflows/paper_tables.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/model/cost.h"
#include "core/model/mobilenet.h"
#include "detection/ssd/ssd_graph.h"

namespace godwit::workflows {
namespace {

using core::Cost;
using core::Graph;
using core::MobileNetV1Options;

constexpr int kImageNetClasses = 1000;

Cost CostOf(const MobileNetV1Options& options, int side) {
  return core::TotalCost(core::MobileNetV1(options), {1, side, side, 3});
}

double Millions(std::int64_t count) { return static_cast<double>(count) / 1e6; }

PaperFigure MultiplyAdds(double printed, const Cost& cost) {
  return {.printed = printed, .computed = Millions(cost.multiply_adds)};
}

PaperFigure Parameters(double printed, const Cost& cost, int decimals = 1) {
  return {.printed = printed, .computed = Millions(cost.parameters), .decimals = decimals};
}

const std::vector<std::string> kCostColumns{"M multiply-adds", "M parameters"};
constexpr const char* kImageNetAccuracy = "ImageNet top-1 %";

// A row of Tables 4 to 9.
PaperRow ImageNetRow(std::string name, double accuracy, double multiply_adds, double parameters,
                     MobileNetV1Options options, int side, int parameter_decimals = 1) {
  options.classes = kImageNetClasses;
  const Cost cost = CostOf(options, side);
  const bool is_body = !options.dense && !options.shallow;
  return {.name = std::move(name),
          .accuracy = accuracy,
          .figures = {MultiplyAdds(multiply_adds, cost), Parameters(parameters, cost, parameter_decimals)},
          .note = {},
          .alpha = is_body ? options.alpha : 0,
          .input = is_body ? side : 0};
}

// A row for a network of other authors, as printed.
PaperRow OthersRow(std::string name, double accuracy, double multiply_adds, double parameters, int decimals = 1) {
  return {.name = std::move(name),
          .accuracy = accuracy,
          .figures = {{.printed = multiply_adds, .computed = {}},
                      {.printed = parameters, .computed = {}, .decimals = decimals}},
          .note = {}};
}

PaperTable Body() {
  PaperTable table{.number = 1,
                   .title = "MobileNet body, 224x224",
                   .accuracy = {},
                   .columns = {"stride", "output side", "M multiply-adds"},
                   .rows = {}};
  const core::Shape input{1, 224, 224, 3};
  const Graph graph = core::MobileNetV1({.classes = kImageNetClasses, .softmax = true});
  const std::vector<core::Shape> shapes = core::InferShapes(graph, input);
  const std::vector<Cost> costs = core::LayerCosts(graph, input);
  std::int64_t side = input.h;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const core::Layer& layer = graph.layers[i];
    const auto stride = static_cast<double>(side / shapes[i].h);
    side = shapes[i].h;
    const bool last_depthwise = layer.name == "conv_13/depthwise";
    const bool pooled = shapes[i].h == 1;
    table.rows.push_back(
        {.name = fmt::format("{:<18} {:<9} {:>4} channels", layer.name, core::Name(layer.kind), shapes[i].c),
         .accuracy = {},
         .figures = {{.printed = pooled           ? std::optional<double>{}
                                 : last_depthwise ? 2
                                                  : stride,
                      .computed = pooled ? std::optional<double>{} : stride,
                      .misprint = last_depthwise},
                     {.printed = {}, .computed = static_cast<double>(shapes[i].h)},
                     {.printed = {}, .computed = Millions(costs[i].multiply_adds), .decimals = 2}},
         .note = last_depthwise ? "stride 1: only then are the 7x7 maps and the total of 569 M right" : ""});
  }
  return table;
}

struct PrintedShare {
  std::string_view kind;
  std::string_view name;
  double multiply_adds;
  double parameters;
};
constexpr std::array<PrintedShare, 4> kPrintedShares{{{"pointwise", "conv 1x1", 94.86, 74.59},
                                                      {"depthwise", "conv depthwise 3x3", 3.06, 1.06},
                                                      {"conv", "conv 3x3", 1.19, 0.02},
                                                      {"linear", "fully connected", 0.18, 24.33}}};

PaperTable CostByKind() {
  PaperTable table{.number = 2,
                   .title = "Where the cost is, 1.0 MobileNet-224, without batch norm and biases",
                   .accuracy = {},
                   .columns = {"% of multiply-adds", "% of parameters"},
                   .rows = {}};
  const core::Shape input{1, 224, 224, 3};
  const Graph graph = core::MobileNetV1({.classes = kImageNetClasses});
  const std::vector<Cost> costs = core::LayerCosts(graph, input);
  const Cost total = core::TotalCost(graph, input);
  for (const PrintedShare& printed : kPrintedShares) {
    Cost sum;
    for (std::size_t i = 0; i < costs.size(); ++i) {
      if (core::Name(graph.layers[i].kind) == printed.kind) {
        sum += costs[i];
      }
    }
    const auto share = [](std::int64_t part, std::int64_t whole) {
      return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    };
    const bool misprint = printed.kind == "conv";
    table.rows.push_back({.name = std::string(printed.name),
                          .accuracy = {},
                          .figures = {{.printed = printed.multiply_adds,
                                       .computed = share(sum.multiply_adds, total.multiply_adds),
                                       .decimals = 2,
                                       .misprint = misprint},
                                      {.printed = printed.parameters,
                                       .computed = share(sum.parameters, total.parameters),
                                       .decimals = 2}},
                          .note = misprint ? "1.91, digits swapped: as printed, the column adds up to 99.29" : ""});
  }
  return table;
}

PaperTable OneLayer() {
  const auto row = [](const char* name, double multiply_adds, double parameters, int decimals, const Graph& graph,
                      int side) {
    const Cost cost = core::TotalCost(graph, {1, side, side, graph.input_channels});
    return PaperRow{
        .name = name,
        .accuracy = {},
        .figures = {{.printed = multiply_adds, .computed = Millions(cost.multiply_adds), .decimals = decimals},
                    {.printed = parameters, .computed = Millions(cost.parameters), .decimals = 2}},
        .note = {}};
  };
  const auto separable = [](int channels) {
    Graph graph{.input_channels = channels};
    const int depthwise = graph.Add({"depthwise", core::DepthwiseLayer{1}});
    graph.Add({"pointwise", core::PointwiseLayer{channels}, core::Activation::kNone, depthwise});
    return graph;
  };
  Graph dense{.input_channels = 512};
  dense.Add({"conv", core::ConvLayer{.kernel = 3, .stride = 1, .out = 512}});
  return {.number = 3,
          .title = "One layer: 3x3, 512 to 512 channels, 14x14",
          .accuracy = {},
          .columns = kCostColumns,
          .rows = {row("convolution", 462, 2.36, 0, dense, 14),
                   row("depthwise separable", 52.3, 0.27, 1, separable(512), 14),
                   row("alpha = 0.75", 29.6, 0.15, 1, separable(384), 14),
                   row("rho = 0.714", 15.1, 0.15, 1, separable(384), 10)}};
}

void AddImageNetTables(std::vector<PaperTable>& tables) {
  PaperRow dense = ImageNetRow("Conv MobileNet", 71.7, 4866, 29.3, {.dense = true}, 224);
  dense.note = "printed without the 1.02 M multiply-adds of the fully connected layer";
  const PaperRow full = ImageNetRow("1.0 MobileNet-224", 70.6, 569, 4.2, {}, 224);
  const PaperRow alpha_075 = ImageNetRow("0.75 MobileNet-224", 68.4, 325, 2.6, {.alpha = 0.75}, 224);
  const auto add = [&](int number, const char* title, std::vector<PaperRow> rows) {
    tables.push_back({.number = number,
                      .title = title,
                      .accuracy = kImageNetAccuracy,
                      .columns = kCostColumns,
                      .rows = std::move(rows)});
  };
  add(4, "Depthwise separable against full convolution", {dense, full});
  add(5, "Narrow against shallow",
      {alpha_075, ImageNetRow("Shallow MobileNet", 65.3, 307, 2.9, {.shallow = true}, 224)});
  add(6, "Width multiplier alpha",
      {full, alpha_075, ImageNetRow("0.5 MobileNet-224", 63.7, 149, 1.3, {.alpha = 0.5}, 224),
       ImageNetRow("0.25 MobileNet-224", 50.6, 41, 0.5, {.alpha = 0.25}, 224)});
  add(7, "Resolution multiplier rho",
      {full, ImageNetRow("1.0 MobileNet-192", 69.1, 418, 4.2, {}, 192),
       ImageNetRow("1.0 MobileNet-160", 67.2, 290, 4.2, {}, 160),
       ImageNetRow("1.0 MobileNet-128", 64.4, 186, 4.2, {}, 128)});
  add(8, "Beside popular networks",
      {full, OthersRow("GoogLeNet", 69.8, 1550, 6.8), OthersRow("VGG 16", 71.5, 15300, 138, 0)});
  add(9, "Small, beside popular networks",
      {ImageNetRow("0.50 MobileNet-160", 60.2, 76, 1.32, {.alpha = 0.5}, 160, 2),
       OthersRow("SqueezeNet", 57.5, 1700, 1.25, 2), OthersRow("AlexNet", 57.2, 720, 60, 0)});
}

PaperTable StanfordDogs() {
  constexpr int kBreeds = 120;
  const auto row = [](const char* name, double accuracy, double multiply_adds, double parameters, double alpha,
                      int side) {
    const Cost cost = CostOf({.alpha = alpha, .classes = kBreeds}, side);
    return PaperRow{.name = name,
                    .accuracy = accuracy,
                    .figures = {MultiplyAdds(multiply_adds, cost), Parameters(parameters, cost)},
                    .note = {}};
  };
  return {
      .number = 10,
      .title = "Stanford Dogs, 120 breeds (multiply-adds printed as for 1000 classes)",
      .accuracy = "top-1 %",
      .columns = kCostColumns,
      .rows = {OthersRow("Inception V3", 84, 5000, 23.2), row("1.0 MobileNet-224", 83.3, 569, 3.3, 1.0, 224),
               row("0.75 MobileNet-224", 81.9, 325, 1.9, 0.75, 224), row("1.0 MobileNet-192", 81.9, 418, 3.3, 1.0, 192),
               row("0.75 MobileNet-192", 80.5, 239, 1.9, 0.75, 192)}};
}

PaperTable Geolocation() {
  PaperTable table{
      .number = 11,
      .title = "PlaNet on MobileNet: share of Im2GPS photos placed within a distance (section 4.4: its cost)",
      .accuracy = {},
      .columns = {"Im2GPS %", "PlaNet %", "PlaNet MobileNet %"},
      .rows = {}};
  struct Printed {
    const char* scale;
    std::array<double, 3> shares;
  };
  static constexpr std::array<Printed, 5> kPrinted{{{"continent (2500 km)", {51.9, 77.6, 79.3}},
                                                    {"country (750 km)", {35.4, 64.0, 60.3}},
                                                    {"region (200 km)", {32.1, 51.1, 45.2}},
                                                    {"city (25 km)", {21.9, 31.7, 31.7}},
                                                    {"street (1 km)", {2.5, 11.0, 11.4}}}};
  for (const Printed& printed : kPrinted) {
    PaperRow row{.name = printed.scale, .accuracy = {}, .figures = {}, .note = {}};
    for (const double share : printed.shares) {
      row.figures.push_back({.printed = share, .computed = {}, .decimals = 1});
    }
    table.rows.push_back(std::move(row));
  }
  const double body = Millions(CostOf({}, 224).multiply_adds);
  table.rows.push_back({.name = "million multiply-adds",
                        .accuracy = {},
                        .figures = {{}, {}, {.printed = 0.58, .computed = body + 10, .decimals = 2, .misprint = true}},
                        .note = "billion is meant: the body's 568 M and the 10 M of the final layer"});
  return table;
}

PaperTable FaceAttributes() {
  const auto row = [](const char* name, double accuracy, double multiply_adds, double parameters, double alpha,
                      int side) {
    const Cost cost = CostOf({.alpha = alpha}, side);
    const bool misprint = alpha == 0.25;
    PaperFigure printed = MultiplyAdds(multiply_adds, cost);
    printed.misprint = misprint;
    return PaperRow{.name = name,
                    .accuracy = accuracy,
                    .figures = {printed, Parameters(parameters, cost)},
                    .note = misprint ? "more than the body computes to" : ""};
  };
  PaperRow baseline = OthersRow("baseline", 86.9, 1600, 7.5);
  baseline.note = "section 4.5 prints 75 M parameters";
  return {
      .number = 12,
      .title = "Face attributes by distillation; the body without its head",
      .accuracy = "mean AP %",
      .columns = kCostColumns,
      .rows = {row("1.0 MobileNet-224", 88.7, 568, 3.2, 1.0, 224), row("0.5 MobileNet-224", 88.1, 149, 0.8, 0.5, 224),
               row("0.25 MobileNet-224", 87.2, 45, 0.2, 0.25, 224), row("1.0 MobileNet-128", 88.1, 185, 3.2, 1.0, 128),
               row("0.5 MobileNet-128", 87.7, 48, 0.8, 0.5, 128), row("0.25 MobileNet-128", 86.4, 15, 0.2, 0.25, 128),
               baseline}};
}

PaperTable CocoDetection() {
  const auto printed_row = [](const char* name, double accuracy, double multiply_adds, double parameters) {
    return PaperRow{.name = name,
                    .accuracy = accuracy,
                    .figures = {{.printed = multiply_adds, .computed = {}, .decimals = 1},
                                {.printed = parameters, .computed = {}, .decimals = 1}},
                    .note = {}};
  };
  PaperRow ssd = printed_row("SSD 300, MobileNet", 19.3, 1.2, 6.8);
  const Cost cost = core::TotalCost(
      detection::SsdGraph({.architecture = detection::SsdConfig::Architecture::kSsdMobileNetV1}), {1, 300, 300, 3});
  ssd.figures[0].computed = static_cast<double>(cost.multiply_adds) / 1e9;
  ssd.figures[1].computed = Millions(cost.parameters);
  return {.number = 13,
          .title = "COCO detection",
          .accuracy = "mAP %",
          .columns = {"G multiply-adds", "M parameters"},
          .rows = {printed_row("SSD 300, VGG", 21.1, 34.9, 33.1), printed_row("SSD 300, Inception V2", 22.0, 3.8, 13.7),
                   ssd, printed_row("Faster-RCNN 300, VGG", 22.9, 64.3, 138.5),
                   printed_row("Faster-RCNN 300, Inception V2", 15.4, 118.2, 13.3),
                   printed_row("Faster-RCNN 300, MobileNet", 16.4, 25.2, 6.1),
                   printed_row("Faster-RCNN 600, VGG", 25.7, 149.6, 138.5),
                   printed_row("Faster-RCNN 600, Inception V2", 21.9, 129.6, 13.3),
                   printed_row("Faster-RCNN 600, MobileNet", 19.8, 30.5, 6.1)}};
}

PaperTable FaceEmbeddings() {
  const auto row = [](const char* name, double accuracy, double multiply_adds, double parameters, double alpha,
                      int side, std::string note = {}) {
    return PaperRow{.name = name,
                    .accuracy = accuracy,
                    .figures = {MultiplyAdds(multiply_adds, CostOf({.alpha = alpha}, side)),
                                {.printed = parameters, .computed = {}, .decimals = 1}},
                    .note = std::move(note)};
  };
  return {.number = 14,
          .title = "FaceNet distilled; multiply-adds of the body without its head",
          .accuracy = "% accuracy at 1e-4",
          .columns = kCostColumns,
          .rows = {OthersRow("FaceNet", 83, 1600, 7.5), row("1.0 MobileNet-160", 79.4, 286, 4.9, 1.0, 160),
                   row("1.0 MobileNet-128", 78.3, 185, 5.5, 1.0, 128),
                   row("0.75 MobileNet-160", 75.2, 166, 3.4, 0.75, 160,
                       "printed as a second 0.75 MobileNet-128: its multiply-adds are those of 160"),
                   row("0.75 MobileNet-128", 72.5, 108, 3.8, 0.75, 128)}};
}

}  // namespace

std::vector<PaperTable> PaperTables() {
  std::vector<PaperTable> tables{Body(), CostByKind(), OneLayer()};
  AddImageNetTables(tables);
  tables.push_back(StanfordDogs());
  tables.push_back(Geolocation());
  tables.push_back(FaceAttributes());
  tables.push_back(CocoDetection());
  tables.push_back(FaceEmbeddings());
  return tables;
}

std::optional<double> PaperImageNetAccuracy(double alpha, int input) {
  static const std::vector<PaperTable> tables = [] {
    std::vector<PaperTable> made;
    AddImageNetTables(made);
    return made;
  }();
  for (const PaperTable& table : tables) {
    for (const PaperRow& row : table.rows) {
      if (row.input != 0 && row.input == input && row.alpha == alpha) {
        return row.accuracy;
      }
    }
  }
  return {};
}

std::vector<PaperCostShare> PaperCostShares() {
  const auto value = [](const PaperFigure& figure) { return figure.misprint ? *figure.computed : *figure.printed; };
  const PaperTable table = CostByKind();
  std::vector<PaperCostShare> shares;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::vector<PaperFigure>& figures = table.rows[i].figures;
    shares.push_back({std::string(kPrintedShares[i].kind), value(figures[0]), value(figures[1])});
  }
  return shares;
}

}  // namespace godwit::workflows
