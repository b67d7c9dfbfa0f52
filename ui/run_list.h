// The training runs of this machine: those in the folder for runs, and those that were opened from elsewhere.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <QListWidget>
#include <QString>

#include "training/run/run_folder.h"
#include "ui/background_job.h"

namespace godwit::ui {

// "accuracy", for a person.
QString QualityName(const training::TrainConfig& config);
// The state of a run that is not under way in a few words.
QString StateOf(const training::RunSummary& run);

class RunList : public QListWidget {
  Q_OBJECT

 public:
  explicit RunList(QWidget* parent = nullptr);

  // Reads the runs anew, off the window's thread; Loaded comes when they are there.
  void Load(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& others);

  [[nodiscard]] bool is_loading() const { return job_.is_running(); }
  // Null where there is none in the folder.
  [[nodiscard]] const training::RunSummary* Find(const std::filesystem::path& folder) const;

  // Makes a run the current one, or none of them where it is not listed.
  void Select(const std::filesystem::path& folder);
  // Says something else of a run than its state: that it is under way. It is listed first, also while it has no folder.
  void SetLive(const std::filesystem::path& folder, const QString& state);
  void ClearLive();

 signals:
  void Loaded();
  // A person chose it.
  void Chosen(const QString& folder);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void Fill();
  QListWidgetItem* ItemOf(const std::filesystem::path& folder) const;

  struct Order {
    std::filesystem::path folder;
    std::vector<std::filesystem::path> others;
  };
  void StartLoading(const Order& order);

  std::vector<training::RunSummary> runs_;  // the newest first
  std::filesystem::path live_;
  QString live_state_;
  std::filesystem::path selected_;
  std::shared_ptr<std::vector<training::RunSummary>> loading_;
  std::optional<Order> next_;  // asked for while another was read
  BackgroundJob job_;
};

}  // namespace godwit::ui
