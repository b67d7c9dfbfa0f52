#include "ui/use_model_dialog.h"

#include <regex>

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "ui/format.h"
#include "workflows/models.h"

namespace godwit::ui {

std::string ProposedModelId(const std::filesystem::path& run) {
  static const std::regex date("-\\d{4}-\\d{2}-\\d{2}(-\\d+)?$");
  static const std::regex others("[^A-Za-z0-9._-]+");
  std::string id = std::regex_replace(run.filename().string(), date, "");
  id = std::regex_replace(id, others, "-");
  id.erase(0, id.find_first_not_of(".-"));
  return workflows::IsModelId(id) ? id : "my-model";
}

UseModelDialog::UseModelDialog(const InstalledModels& models, const std::string& proposal, QWidget* parent)
    : QDialog(parent), models_(models), id_(new QLineEdit(ToQString(proposal), this)), hint_(new QLabel(this)) {
  setWindowTitle(tr("Use this model"));
  const int line = fontMetrics().height();
  auto* question = new QLabel(tr("&Name of the model:"), this);
  question->setBuddy(id_);
  hint_->setWordWrap(true);
  hint_->setForegroundRole(QPalette::PlaceholderText);
  hint_->setMinimumHeight(2 * line);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  install_ = buttons->addButton(tr("Install and use"), QDialogButtonBox::AcceptRole);
  install_->setDefault(true);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(line / 2);
  layout->addWidget(question);
  layout->addWidget(id_);
  layout->addWidget(hint_);
  layout->addWidget(buttons);
  setMinimumWidth(26 * line);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(id_, &QLineEdit::textChanged, this, &UseModelDialog::Check);
  id_->selectAll();
  Check();
}

bool UseModelDialog::replaces() const {
  const workflows::InstalledModel* known = models_.Find(id());
  return known != nullptr && !known->bundled;
}

void UseModelDialog::Check() {
  const workflows::InstalledModel* known = models_.Find(id());
  const bool valid = workflows::IsModelId(id());
  const bool bundled = known != nullptr && known->bundled;
  install_->setEnabled(valid && !bundled);
  if (!valid) {
    hint_->setText(tr("Take letters, digits, dots, dashes and underscores."));
  } else if (bundled) {
    hint_->setText(tr("A model of this name comes with Godwit; take another name."));
  } else if (known != nullptr) {
    hint_->setText(tr("A model of this name is installed and will be replaced."));
  } else {
    hint_->setText(tr("It goes to %1.").arg(ToQString(models_.folder())));
  }
}

}  // namespace godwit::ui
