#include "training/model/channel_pruning.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include <Eigen/Dense>

#include "core/base/check.h"
#include "core/model/layer_weights.h"
#include "core/model/network.h"
#include "core/ops/conv.h"
#include "core/ops/pointwise.h"
#include "training/gradients/layer_gradients.h"
#include "training/model/layer_visits.h"

namespace godwit::training {
namespace {

using core::Check;
using core::Graph;
using core::Layer;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Outputs of a layer that are looked at in each image, evenly spread.
constexpr std::int64_t kPixelsAnImage = 16;
constexpr std::int64_t kImagesARun = 8;

// How strongly fitted weights are held to those they come from, as a share of what the images say of them; which is
// best is found out on images that were set apart.
constexpr std::array kRidges{1e-4, 1e-3, 1e-2, 1e-1, 1.0};

struct Folded {
  std::vector<std::int64_t> shape;
  std::vector<float> weights, bias;
};

// The channels of the wide network that a layer of the narrow one has, ascending.
using Kept = std::vector<Eigen::Index>;

// A dense product over windows of its input: what is fitted. Depthwise layers have none, their channels stay apart.
struct Product {
  std::int64_t kernel = 1, stride = 1;
  core::Padding padding = core::Padding::kSame;
};

bool IsProduct(const Layer& layer) {
  return std::holds_alternative<core::ConvLayer>(layer.kind) ||
         std::holds_alternative<core::PointwiseLayer>(layer.kind) ||
         std::holds_alternative<core::LinearLayer>(layer.kind);
}

Product ProductOf(const Layer& layer) {
  if (const auto* conv = std::get_if<core::ConvLayer>(&layer.kind)) {
    return {conv->kernel, conv->stride, conv->padding};
  }
  return {};
}

Kept All(std::int64_t channels) {
  Kept kept(IndexOf(channels));
  std::iota(kept.begin(), kept.end(), 0);
  return kept;
}

// Rows and columns of a (window * in, out) matrix that remain.
Matrix Slice(const Matrix& weights, std::int64_t channels, const Kept& in, const Kept& out) {
  const std::int64_t window = weights.rows() / channels;
  Matrix sliced(window * std::ssize(in), std::ssize(out));
  for (std::int64_t w = 0; w < window; ++w) {
    sliced.middleRows(w * std::ssize(in), std::ssize(in)) = weights.middleRows(w * channels, channels)(in, out);
  }
  return sliced;
}

class Pruner {
 public:
  Pruner(const Graph& wide, const Graph& narrow, const core::ConstTensorView& images, const core::ThreadPool& pool,
         const core::JobContext& context)
      : wide_(wide),
        narrow_(narrow),
        images_(images),
        pool_(pool),
        context_(context),
        wide_shapes_(core::InferShapes(wide, images.shape())),
        narrow_shapes_(core::InferShapes(narrow, images.shape())) {
    Check(wide.layers.size() == narrow.layers.size(), "both networks have the same layers");
    for (std::size_t i = 0; i < wide.layers.size(); ++i) {
      const Layer& a = wide.layers[i];
      const Layer& b = narrow.layers[i];
      Check(a.name == b.name && a.kind.index() == b.kind.index() && a.input == b.input,
            "both networks have the same layers");
      Check(a.residual == core::kNoLayer && b.residual == core::kNoLayer, "nothing is added to what is pruned");
      Check(wide_shapes_[i].c >= narrow_shapes_[i].c, "the network that remains is no wider");
    }
  }

  core::Result<core::OwnedWeights> Run(const core::WeightTable& weights, const std::string& file) {
    if (auto read = ReadWeights(weights, file); !read) {
      return core::Forward(read);
    }
    if (auto looked = LookAtWide(file); !looked) {
      return core::Forward(looked);
    }
    for (std::size_t i = 0; i < wide_.layers.size(); ++i) {
      if (context_.stop.stop_requested()) {
        return core::Fail(core::ErrorKind::kCancelled, "cancelled while channels were chosen");
      }
      PruneLayer(i);
      context_.Report({static_cast<std::int64_t>(i + 1), std::ssize(wide_.layers), wide_.layers[i].name});
    }
    core::OwnedWeights pruned;
    for (std::size_t i = 0; i < narrow_.layers.size(); ++i) {
      AddWeights(i, pruned);
    }
    return pruned;
  }

 private:
  [[nodiscard]] std::int64_t WideInput(const Layer& layer) const {
    return layer.input == core::kGraphInput ? images_.shape().c : wide_shapes_[IndexOf(layer.input)].c;
  }
  [[nodiscard]] std::int64_t NarrowInput(const Layer& layer) const {
    return layer.input == core::kGraphInput ? images_.shape().c : narrow_shapes_[IndexOf(layer.input)].c;
  }
  [[nodiscard]] Kept KeptInput(const Layer& layer) const {
    return layer.input == core::kGraphInput ? All(images_.shape().c) : kept_[IndexOf(layer.input)];
  }

  core::Result<> ReadWeights(const core::WeightTable& table, const std::string& file) {
    core::WeightReader reader(table, file);
    for (std::size_t i = 0; i < wide_.layers.size(); ++i) {
      const Layer& layer = wide_.layers[i];
      Folded& folded = folded_.emplace_back();
      folded.shape = core::WeightShape(layer.kind, WideInput(layer));
      if (folded.shape.empty()) {
        continue;
      }
      auto read = reader.Read(layer.name, folded.shape, wide_shapes_[i].c);
      if (!read) {
        return core::Forward(read);
      }
      folded.weights.assign(read->weights().begin(), read->weights().end());
      folded.bias.assign(read->bias().begin(), read->bias().end());
      folded.bias.resize(IndexOf(wide_shapes_[i].c), 0.0F);
    }
    kept_.resize(wide_.layers.size());
    pruned_.resize(wide_.layers.size());
    return {};
  }

  // The windows of a layer's input at the pixels that are looked at, a row each.
  [[nodiscard]] FloatMatrix MakeWindows(std::size_t layer, const std::vector<core::Shape>& shapes,
                                        std::int64_t channels) const {
    const std::int64_t pixels = std::min(kPixelsAnImage, shapes[layer].h * shapes[layer].w);
    const std::int64_t kernel = ProductOf(wide_.layers[layer]).kernel;
    return {images_.shape().n * pixels, kernel * kernel * channels};
  }

  void CopyPixels(std::size_t layer, const core::ConstTensorView& input, std::int64_t first_image,
                  const core::Shape& out, FloatMatrix& windows) const {
    const Product product = ProductOf(wide_.layers[layer]);
    const std::int64_t all = out.h * out.w;
    const std::int64_t pixels = windows.rows() / images_.shape().n;
    for (std::int64_t n = 0; n < input.shape().n; ++n) {
      for (std::int64_t p = 0; p < pixels; ++p) {
        // Other places in each image.
        const std::int64_t pixel = (p * all / pixels + first_image + n) % all;
        core::CopyWindows(input, product.kernel, product.stride, product.padding, n, pixel, pixel + 1,
                          windows.row((first_image + n) * pixels + p).data());
      }
    }
  }

  // Runs a network on all images, a few at a time; visit(workspace, first image).
  template <typename Visit>
  void RunAll(const core::Network& network, const Visit& visit) {
    for (std::int64_t first = 0; first < images_.shape().n && !context_.stop.stop_requested(); first += kImagesARun) {
      core::Shape shape = images_.shape();
      shape.n = std::min(kImagesARun, shape.n - first);
      network.Prepare(workspace_, shape, pool_);
      std::copy_n(images_.Pixel(first, 0, 0), shape.Elements(), workspace_.input().data());
      network.Run(workspace_, pool_);
      visit(first, shape);
    }
  }

  // What each product of the wide network sees.
  core::Result<> LookAtWide(const std::string& file) {
    Graph graph = wide_;
    graph.taps.clear();
    std::map<int, std::size_t> tap_of;
    wide_windows_.resize(wide_.layers.size());
    for (std::size_t i = 0; i < wide_.layers.size(); ++i) {
      const Layer& layer = wide_.layers[i];
      if (IsProduct(layer)) {
        wide_windows_[i] = MakeWindows(i, wide_shapes_, WideInput(layer));
        if (layer.input != core::kGraphInput && tap_of.emplace(layer.input, graph.taps.size()).second) {
          graph.taps.push_back(layer.input);
        }
      }
    }
    core::OwnedWeights weights;
    for (std::size_t i = 0; i < wide_.layers.size(); ++i) {
      AddLayer(wide_.layers[i], folded_[i], weights);
    }
    auto network = core::Network::Create(std::move(graph), weights.table(), file);
    if (!network) {
      return core::Forward(network);
    }
    RunAll(*network, [&](std::int64_t first, const core::Shape& batch) {
      for (std::size_t i = 0; i < wide_.layers.size(); ++i) {
        const Layer& layer = wide_.layers[i];
        if (IsProduct(layer)) {
          const core::ConstTensorView input = layer.input == core::kGraphInput
                                                  ? core::ConstTensorView(images_.Pixel(first, 0, 0), batch)
                                                  : workspace_.Tap(tap_of.at(layer.input));
          CopyPixels(i, input, first, wide_shapes_[i], wide_windows_[i]);
        }
      }
    });
    return {};
  }

  // What a product of the narrow network sees, after all that was pruned before it.
  FloatMatrix LookAtNarrow(std::size_t index) {
    const Layer& layer = narrow_.layers[index];
    if (layer.input == core::kGraphInput) {
      return wide_windows_[index];
    }
    Graph graph = narrow_;
    graph.layers.resize(IndexOf(layer.input) + 1);
    graph.taps = {layer.input};
    core::OwnedWeights weights;
    for (std::size_t i = 0; i < graph.layers.size(); ++i) {
      AddWeights(i, weights);
    }
    const auto network = core::Network::Create(std::move(graph), weights.table(), "the pruned network");
    Check(network.has_value(), "the pruned weights fit their network");
    FloatMatrix windows = MakeWindows(index, narrow_shapes_, NarrowInput(layer));
    RunAll(*network, [&](std::int64_t first, const core::Shape&) {
      CopyPixels(index, workspace_.Tap(0), first, narrow_shapes_[index], windows);
    });
    return windows;
  }

  [[nodiscard]] Matrix WeightsOf(std::size_t layer) const {
    const std::int64_t out = wide_shapes_[layer].c;
    return Eigen::Map<const FloatMatrix>(folded_[layer].weights.data(), std::ssize(folded_[layer].weights) / out, out)
        .cast<double>();
  }

  // Products that read a layer's channels, directly or through layers that keep channels apart.
  void FindReaders(int layer, std::vector<std::size_t>& readers) const {
    for (std::size_t i = 0; i < wide_.layers.size(); ++i) {
      if (wide_.layers[i].input == layer) {
        if (IsProduct(wide_.layers[i])) {
          readers.push_back(i);
        } else {
          FindReaders(static_cast<int>(i), readers);
        }
      }
    }
  }

  // What is left to explain of one reader: the covariance of its inputs, and that with its outputs, as a share of the
  // outputs' variance.
  struct Residual {
    Matrix inputs, outputs;
  };

  [[nodiscard]] Residual MakeResidual(std::size_t reader) const {
    const std::int64_t channels = WideInput(wide_.layers[reader]);
    const FloatMatrix& windows = wide_windows_[reader];
    // Each place of a window sees the same channels: one covariance for all.
    const Eigen::Map<const FloatMatrix> samples(windows.data(), windows.size() / channels, channels);
    const FloatMatrix centred = samples.rowwise() - samples.colwise().mean();
    Residual residual;
    residual.inputs = Products(centred, centred, 0, centred.rows()) / static_cast<double>(centred.rows());
    const Matrix weights = WeightsOf(reader);
    const std::int64_t places = weights.rows() / channels;
    residual.outputs.resize(channels, places * weights.cols());
    double variance = 0;
    for (std::int64_t place = 0; place < places; ++place) {
      const auto own = weights.middleRows(place * channels, channels);
      auto covariance = residual.outputs.middleCols(place * weights.cols(), weights.cols());
      covariance = residual.inputs * own;
      variance += own.cwiseProduct(covariance).sum();
    }
    residual.outputs /= std::sqrt(std::max(variance, std::numeric_limits<double>::min()));
    return residual;
  }

  // Pivoted Cholesky, where the pivot is what explains most of the readers' outputs.
  [[nodiscard]] Kept Choose(std::size_t layer, std::int64_t count) const {
    const std::int64_t channels = wide_shapes_[layer].c;
    if (count == channels) {
      return All(channels);
    }
    std::vector<std::size_t> readers;
    FindReaders(static_cast<int>(layer), readers);
    std::vector<Residual> residuals;
    for (const std::size_t reader : readers) {
      residuals.push_back(MakeResidual(reader));
    }
    std::vector<double> floors;  // what is below is rounding
    for (const Residual& residual : residuals) {
      floors.push_back(1e-9 * residual.inputs.diagonal().maxCoeff());
    }
    std::vector<bool> taken(IndexOf(channels), false);
    for (std::int64_t step = 0; step < count; ++step) {
      Eigen::Index best = -1;
      double most = -1;
      for (Eigen::Index c = 0; c < channels; ++c) {
        double gain = 0;
        for (std::size_t r = 0; r < residuals.size(); ++r) {
          const double variance = residuals[r].inputs(c, c);
          gain += variance > floors[r] ? residuals[r].outputs.row(c).squaredNorm() / variance : 0;
        }
        if (!taken[IndexOf(c)] && gain > most) {
          best = c;
          most = gain;
        }
      }
      taken[IndexOf(best)] = true;
      for (std::size_t r = 0; r < residuals.size(); ++r) {
        Residual& residual = residuals[r];
        if (residual.inputs(best, best) > floors[r]) {
          const Eigen::VectorXd factor = residual.inputs.col(best) / residual.inputs(best, best);
          const Eigen::RowVectorXd inputs = residual.inputs.row(best);
          const Eigen::RowVectorXd outputs = residual.outputs.row(best);
          residual.inputs.noalias() -= factor * inputs;
          residual.outputs.noalias() -= factor * outputs;
        }
      }
    }
    Kept kept;
    for (std::int64_t c = 0; c < channels; ++c) {
      if (taken[IndexOf(c)]) {
        kept.push_back(c);
      }
    }
    return kept;
  }

  void PruneLayer(std::size_t index) {
    const Layer& layer = wide_.layers[index];
    const Kept in = KeptInput(layer);
    if (!IsProduct(layer)) {
      kept_[index] = in;
      const Folded& folded = folded_[index];
      const auto channels = static_cast<std::size_t>(wide_shapes_[index].c);
      Folded& pruned = pruned_[index];
      for (std::size_t i = 0; i < folded.weights.size(); i += channels) {
        for (const Eigen::Index c : in) {
          pruned.weights.push_back(folded.weights[i + IndexOf(c)]);
        }
      }
      for (const Eigen::Index c : in) {
        if (!folded.bias.empty() && !folded.weights.empty()) {
          pruned.bias.push_back(folded.bias[IndexOf(c)]);
        }
      }
    } else {
      kept_[index] = Choose(index, narrow_shapes_[index].c);
      Fit(index, in, kept_[index]);
      wide_windows_[index].resize(0, 0);
    }
    pruned_[index].shape = core::WeightShape(narrow_.layers[index].kind, NarrowInput(narrow_.layers[index]));
  }

  void Fit(std::size_t index, const Kept& in, const Kept& out) {
    Matrix weights = Slice(WeightsOf(index), WideInput(wide_.layers[index]), in, out);
    const Eigen::Map<const Eigen::RowVectorXf> bias(folded_[index].bias.data(), std::ssize(folded_[index].bias));
    Eigen::RowVectorXd offset = bias.cast<double>()(out);
    if (std::ssize(in) < WideInput(wide_.layers[index])) {
      FloatMatrix seen = LookAtNarrow(index);
      FloatMatrix missing = Multiply(wide_windows_[index], WeightsOf(index).cast<float>())(Eigen::all, out);
      const Eigen::RowVectorXf mean = seen.colwise().mean();
      const Eigen::RowVectorXf wanted = missing.colwise().mean();
      seen.rowwise() -= mean;
      missing.rowwise() -= wanted;
      missing -= Multiply(seen, weights.cast<float>());
      weights += SolveRidge(seen, missing);
      offset += wanted.cast<double>() - mean.cast<double>() * weights;
    }
    Folded& pruned = pruned_[index];
    const FloatMatrix rounded = weights.cast<float>();
    pruned.weights.assign(rounded.data(), rounded.data() + rounded.size());
    const Eigen::RowVectorXf rounded_offset = offset.cast<float>();
    pruned.bias.assign(rounded_offset.data(), rounded_offset.data() + rounded_offset.size());
  }

  // The weights that make `wanted` out of `seen`, shrunk as suits images that they were not fitted to.
  [[nodiscard]] Matrix SolveRidge(const FloatMatrix& seen, const FloatMatrix& wanted) const {
    const Eigen::Index fitted = seen.rows() - seen.rows() / 4;
    Matrix normal = Products(seen, seen, 0, fitted);
    Matrix product = Products(seen, wanted, 0, fitted);
    const Matrix judging_normal = Products(seen, seen, fitted, seen.rows());
    const Matrix judging_product = Products(seen, wanted, fitted, seen.rows());
    const auto solve = [&](double ridge) -> Matrix {
      Matrix shrunk = normal;
      const double scale = normal.trace() / static_cast<double>(normal.rows());
      shrunk.diagonal().array() += ridge * scale + std::numeric_limits<double>::min();
      return shrunk.ldlt().solve(product);
    };
    double best = kRidges.front();
    double least = std::numeric_limits<double>::max();
    for (const double ridge : kRidges) {
      const Matrix weights = solve(ridge);
      const double error = weights.cwiseProduct(judging_normal * weights - 2 * judging_product).sum();
      if (error < least) {
        best = ridge;
        least = error;
      }
    }
    normal += judging_normal;
    product += judging_product;
    return solve(best);
  }

  // rows * weights
  [[nodiscard]] FloatMatrix Multiply(const FloatMatrix& rows, const FloatMatrix& weights) const {
    FloatMatrix product(rows.rows(), weights.cols());
    core::Pointwise(View(rows, 0, rows.rows()),
                    {weights.rows(), weights.cols(), {weights.data(), IndexOf(weights.size())}, {}},
                    core::Activation::kNone, {}, {product.data(), {1, 1, product.rows(), product.cols()}}, pool_);
    return product;
  }

  // a^T * b over rows [begin, end).
  [[nodiscard]] Matrix Products(const FloatMatrix& a, const FloatMatrix& b, Eigen::Index begin,
                                Eigen::Index end) const {
    FloatMatrix products(a.cols(), b.cols());
    PointwiseWeightGradient(View(a, begin, end), View(b, begin, end), {products.data(), IndexOf(products.size())},
                            pool_);
    return products.cast<double>();
  }

  static core::ConstTensorView View(const FloatMatrix& rows, Eigen::Index begin, Eigen::Index end) {
    return {rows.data() + begin * rows.cols(), core::Shape{1, 1, end - begin, rows.cols()}};
  }

  static void AddLayer(const Layer& layer, const Folded& folded, core::OwnedWeights& weights) {
    if (!folded.weights.empty()) {
      weights.Add(layer.name + "/weights", folded.shape, folded.weights);
      weights.Add(layer.name + "/bias", {std::ssize(folded.bias)}, folded.bias);
    }
  }
  void AddWeights(std::size_t index, core::OwnedWeights& weights) const {
    AddLayer(narrow_.layers[index], pruned_[index], weights);
  }

  const Graph& wide_;
  const Graph& narrow_;
  const core::ConstTensorView images_;
  const core::ThreadPool& pool_;
  const core::JobContext& context_;
  const std::vector<core::Shape> wide_shapes_, narrow_shapes_;
  std::vector<Folded> folded_, pruned_;    // per layer
  std::vector<Kept> kept_;                 // per layer
  std::vector<FloatMatrix> wide_windows_;  // per layer, of products that are not pruned yet
  core::Workspace workspace_;
};

}  // namespace

core::Result<core::OwnedWeights> PruneChannels(const core::Graph& wide, const core::WeightTable& weights,
                                               const std::string& file, const core::Graph& narrow,
                                               const core::ConstTensorView& images, const core::ThreadPool& pool,
                                               const core::JobContext& context) {
  Check(images.shape().n > 0, "there are images to prune by");
  return Pruner(wide, narrow, images, pool, context).Run(weights, file);
}

}  // namespace godwit::training
