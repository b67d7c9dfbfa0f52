// Rows of a form, made from the one description of some options (core/base/option.h).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QFormLayout>
#include <QString>

#include "core/base/option.h"

namespace godwit::ui {

// A visitor for DescribeOptions: adds a row for each option to a form. Values are changed where they are, so they must
// outlive the form's widgets.
class OptionRows {
 public:
  // `command` has the same options: "godwit detect". `changed` is called after each edit. Options named in `without`
  // are passed over.
  OptionRows(QFormLayout* layout, QString command, std::function<void()> changed,
             std::vector<std::string_view> without = {})
      : layout_(layout), command_(std::move(command)), changed_(std::move(changed)), without_(std::move(without)) {}

  void operator()(const core::OptionText& text, bool& value) const;
  void operator()(const core::OptionText& text, int& value, const core::Bounds<int>& bounds) const;
  void operator()(const core::OptionText& text, double& value, const core::Bounds<double>& bounds) const;
  void operator()(const core::OptionText& text, std::string& value, core::Choices choices) const;

 private:
  [[nodiscard]] bool IsLeftOut(const core::OptionText& text) const;
  void AddRow(const core::OptionText& text, QWidget* field) const;
  [[nodiscard]] QString ToolTip(const core::OptionText& text) const;

  QFormLayout* layout_;
  QString command_;
  std::function<void()> changed_;
  std::vector<std::string_view> without_;
};

}  // namespace godwit::ui
