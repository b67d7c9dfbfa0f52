#include "ui/about_dialog.h"

#include <algorithm>
#include <array>

#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/format.h"
#include "ui/plain_label.h"

namespace godwit::ui {
namespace {

struct Component {
  const char* name;
  const char* licence;
};

constexpr std::array kComponents{
    Component{"CLI11", "BSD-3-Clause"},
    Component{"Eigen", "MPL-2.0"},
    Component{"{fmt}", "MIT"},
    Component{"FlatBuffers", "Apache-2.0"},
    Component{"libexif", "LGPL-2.1"},
    Component{"libheif", "LGPL-3.0"},
    Component{"libjpeg-turbo", "IJG, BSD-3-Clause"},
    Component{"libpng", "libpng-2.0"},
    Component{"LibTIFF", "libtiff"},
    Component{"libwebp", "BSD-3-Clause"},
    Component{"nlohmann/json", "MIT"},
    Component{"oneTBB", "Apache-2.0"},
    Component{"Open MPI", "BSD-3-Clause"},
    Component{"OpenCV (core, imgproc)", "Apache-2.0"},
    Component{"OpenSSL (libcrypto)", "Apache-2.0"},
    Component{"Protocol Buffers", "BSD-3-Clause"},
    Component{"pugixml", "MIT"},
    Component{"Qt 6", "LGPL-3.0"},
    Component{"Qt Charts", "GPL-3.0"},
    Component{"S2 Geometry", "Apache-2.0"},
    Component{"SQLite", "public domain"},
    Component{"stb_image", "MIT or public domain"},
    Component{"tl::expected", "CC0-1.0"},
};

// A line for who and which licence; below it, where there is more to say, a note.
QString Row(const QString& name, const QString& licence, const QString& note) {
  QString row = QStringLiteral("<tr><td style='padding-right:24px'>%1</td><td>%2</td></tr>")
                    .arg(name.toHtmlEscaped(), licence.toHtmlEscaped());
  if (!note.isEmpty()) {
    row += QStringLiteral("<tr><td colspan='2' style='padding-bottom:6px'><small>%1</small></td></tr>")
               .arg(note.toHtmlEscaped());
  }
  return row;
}

QString Section(const QString& title, const QString& rows) {
  return QStringLiteral("<h4>%1</h4><table cellspacing='3'>%2</table>").arg(title.toHtmlEscaped(), rows);
}

QString Licences(const std::vector<workflows::InstalledModel>& models) {
  QString of_models;
  for (const workflows::InstalledModel& model : models) {
    if (model.error.empty()) {
      of_models += Row(ToQString(model.id), ToQString(model.card.licence), ToQString(model.card.source));
    }
  }
  QString of_libraries;
  for (const Component& component : kComponents) {
    of_libraries += Row(QLatin1String(component.name), QLatin1String(component.licence), {});
  }
  QString html;
  if (!of_models.isEmpty()) {
    html += Section(AboutDialog::tr("Models on this machine"), of_models);
  }
  return html + Section(AboutDialog::tr("Libraries that Godwit stands on"), of_libraries);
}

}  // namespace

AboutDialog::AboutDialog(const std::vector<workflows::InstalledModel>& models, QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Godwit"));
  const int line = fontMetrics().height();
  auto* picture = new QLabel(this);
  picture->setPixmap(QGuiApplication::windowIcon().pixmap(QSize(5 * line, 5 * line), devicePixelRatioF()));
  picture->setVisible(!picture->pixmap(Qt::ReturnByValue).isNull());

  auto* name = MakePlainLabel(tr("Godwit"), this);
  QFont large = name->font();
  large.setPointSizeF(large.pointSizeF() * 1.7);
  name->setFont(large);
  auto* version = MakePlainLabel(tr("Version %1 · Apache License 2.0").arg(QStringLiteral(GODWIT_VERSION)), this);
  version->setForegroundRole(QPalette::PlaceholderText);
  version->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* titles = new QVBoxLayout;
  titles->setSpacing(line / 4);
  titles->addStretch();
  titles->addWidget(name);
  titles->addWidget(version);
  titles->addStretch();
  auto* header = new QHBoxLayout;
  header->setSpacing(line);
  header->addWidget(picture);
  header->addLayout(titles, 1);

  auto* licences = new QTextBrowser(this);
  licences->setHtml(Licences(models));
  licences->document()->setDocumentMargin(line / 2.0);
  licences->setAccessibleName(tr("Licences"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  QPushButton* close = buttons->button(QDialogButtonBox::Close);
  close->setIcon({});  // the platform's own may be black on dark
  close->setFocus();

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(line * 5 / 4, line, line * 5 / 4, line);
  layout->setSpacing(line * 3 / 4);
  layout->addLayout(header);
  layout->addWidget(MakePlainLabel(
      tr("Sees what is on your photos, on your machine. No photo leaves it, and none is changed."), this));
  layout->addWidget(
      MakePlainLabel(tr("Named after the bar-tailed godwit, a small bird that crosses the globe without stopping, "
                        "on a small energy budget."),
                     this));
  layout->addWidget(licences, 1);
  layout->addWidget(buttons);
  resize(42 * line, 34 * line);
}

}  // namespace godwit::ui
