// Which of a photo's detections a person wants to see: certain enough, of these classes, of this name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QSortFilterProxyModel>
#include <QString>

#include "ui/detection_model.h"

namespace godwit::ui {

// All classes but some, or some only; it holds for photos to come as well.
struct ClassChoice {
  bool others_shown = true;           // what becomes of a class that is not named
  std::map<std::string, int> except;  // label and number of the classes that are treated otherwise

  [[nodiscard]] bool Shows(const std::string& label) const { return except.contains(label) != others_shown; }
};

// The rows that are shown, in the list and on the photo alike; the network is never asked again. Those above the
// threshold are what a detector with that threshold would give.
class DetectionFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit DetectionFilter(DetectionModel* source, QObject* parent = nullptr);

  void SetThreshold(double threshold);
  [[nodiscard]] double threshold() const { return threshold_; }

  // Shows or hides these classes (label and number).
  void ShowClasses(const std::map<std::string, int>& classes, bool shown);
  void ShowAllClasses(bool shown);
  [[nodiscard]] const ClassChoice& classes() const { return classes_; }

  // Only labels that contain this, in any case; empty: all.
  void SetSearch(const QString& text);
  [[nodiscard]] const QString& search() const { return search_; }

  [[nodiscard]] bool IsCertain(const detection::Detection& found) const;
  [[nodiscard]] bool IsSearched(const std::string& label) const;

  // The detections that are shown, best first.
  [[nodiscard]] std::vector<detection::Detection> Passing() const;

 signals:
  void Changed();  // threshold, classes or search, after the rows that came or went

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  [[nodiscard]] bool Passes(const detection::Detection& found) const;
  void Refilter();

  DetectionModel* source_;
  double threshold_ = 0.5;
  ClassChoice classes_;
  QString search_;
};

}  // namespace godwit::ui
