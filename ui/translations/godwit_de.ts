<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Words</name>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Grundnetz</translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>16-bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>32-bit</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation>%1 Milliarden</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 Millionen</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>Gewichte mit %1</translation>
    </message>
    <message>
        <source>%1 multiply-adds a photo</source>
        <translation>%1 Multiplikationen je Foto</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
</context>
<context>
    <name>godwit::ui::AboutDialog</name>
    <message>
        <source>About Godwit</source>
        <translation>Über Godwit</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries that Godwit stands on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Godwit</source>
        <translation>Godwit</translation>
    </message>
    <message>
        <source>Version %1 · Apache License 2.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sees what is on your photos, on your machine. No photo leaves it, and none is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named after the bar-tailed godwit, a small bird that crosses the globe without stopping, on a small energy budget.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ClassModel</name>
    <message>
        <source>%1: %2 on this photo above the threshold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ClassPanel</name>
    <message>
        <source>Find by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find objects by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Show only objects with this in their name. &lt;small&gt;(/ comes here from anywhere)&lt;/small&gt;&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Hide all classes, on this photo and on others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::DetectionExport</name>
    <message>
        <source>Export Detections</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::DetectionModel</name>
    <message>
        <source>%1, %2
at %3, %4 · %5 pixels</source>
        <translation>%1, %2
bei %3, %4 · %5 Pixel</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>godwit::ui::DetectionPanel</name>
    <message>
        <source>More options</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Threshold</source>
        <translation>&amp;Schwelle</translation>
    </message>
    <message>
        <source>&lt;p&gt;Show only objects that score above this. &lt;small&gt;([ and ] change it from anywhere)&lt;/small&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Nur Objekte zeigen, deren Wertung darüber liegt. &lt;small&gt;([ und ] ändern die Schwelle von überall)&lt;/small&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Threshold in percent</source>
        <translation>Schwelle in Prozent</translation>
    </message>
    <message>
        <source>Objects found</source>
        <translation>Gefundene Objekte</translation>
    </message>
    <message>
        <source>Nothing found above %1</source>
        <translation>Nichts über %1 gefunden</translation>
    </message>
    <message>
        <source>1 object: %1</source>
        <translation>1 Objekt: %1</translation>
    </message>
    <message>
        <source>%1 objects: %2</source>
        <translation>%1 Objekte: %2</translation>
    </message>
    <message>
        <source>1 less certain object below the threshold</source>
        <translation>1 weniger sicheres Objekt unter der Schwelle</translation>
    </message>
    <message>
        <source>%1 less certain objects below the threshold</source>
        <translation>%1 weniger sichere Objekte unter der Schwelle</translation>
    </message>
    <message>
        <source>All that was found is hidden by name or class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden by name or class: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::FilmStrip</name>
    <message>
        <source>Film strip: the opened photos</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::FilmStripModel</name>
    <message>
        <source>%1 (%2 of %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
Cannot be shown: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::HeadForm</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Width (alpha)</source>
        <translation>Breite (Alpha)</translation>
    </message>
    <message>
        <source>&lt;p&gt;Narrower networks are faster and see less. A choice among installed models of the same family.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Schmalere Netze sind schneller und sehen weniger. Zur Wahl stehen installierte Modelle derselben Familie.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Input size (rho)</source>
        <translation>Eingabegröße (Rho)</translation>
    </message>
    <message>
        <source>&lt;p&gt;The size in pixels that photos are shrunk to for the network. Smaller is faster, and small things are missed.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Die Größe in Pixeln, auf die Fotos für das Netz verkleinert werden. Kleiner ist schneller, und Kleines wird übersehen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>%1: model</source>
        <translation>%1: Modell</translation>
    </message>
    <message>
        <source>%1: width</source>
        <translation>%1: Breite</translation>
    </message>
    <message>
        <source>%1: input size</source>
        <translation>%1: Eingabegröße</translation>
    </message>
    <message>
        <source>“%1” is not installed or cannot be used. &lt;a href=&quot;models&quot;&gt;See the models&lt;/a&gt;</source>
        <translation>„%1“ ist nicht installiert oder nicht brauchbar. &lt;a href=&quot;models&quot;&gt;Modelle ansehen&lt;/a&gt;</translation>
    </message>
    <message>
        <source>No model for this is installed. &lt;a href=&quot;models&quot;&gt;Get one&lt;/a&gt;</source>
        <translation>Dafür ist kein Modell installiert. &lt;a href=&quot;models&quot;&gt;Eines holen&lt;/a&gt;</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Chosen by Godwit (%1)</source>
        <translation>Wahl von Godwit (%1)</translation>
    </message>
    <message>
        <source>%1 (not there)</source>
        <translation>%1 (nicht vorhanden)</translation>
    </message>
    <message>
        <source>%1 × %2 (the model&apos;s own)</source>
        <translation>%1 × %2 (wie das Modell)</translation>
    </message>
    <message>
        <source>%1 × %1 (%2 of the work)</source>
        <translation>%1 × %1 (%2 der Arbeit)</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ImageView</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ImportDialog</name>
    <message>
        <source>&amp;Half precision: half the size, and very nearly the same results</source>
        <translation>&amp;Halbe Genauigkeit: halb so groß, und fast dieselben Ergebnisse</translation>
    </message>
    <message>
        <source>&amp;Replace the model that has this id</source>
        <translation>Das Modell mit dieser Kennung e&amp;rsetzen</translation>
    </message>
    <message>
        <source>Import a Model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>Wie erkannt</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Models (*.tflite *.json *.h5 *.onnx *.safetensors);;All files (*)</source>
        <translation>Modelle (*.tflite *.json *.h5 *.onnx *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>letters, digits, dots, dashes and underscores</source>
        <translation>Buchstaben, Ziffern, Punkte, Binde- und Unterstriche</translation>
    </message>
    <message>
        <source>&amp;Id</source>
        <translation>&amp;Kennung</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Beschriftungen</translation>
    </message>
    <message>
        <source>Text files (*.txt *.csv);;All files (*)</source>
        <translation>Textdateien (*.txt *.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>a text file with a name a line; empty: the model&apos;s own</source>
        <translation>eine Textdatei mit einem Namen je Zeile; leer: die des Modells</translation>
    </message>
    <message>
        <source>&amp;Finds</source>
        <translation>&amp;Findet</translation>
    </message>
    <message>
        <source>A file that holds a model for something else is refused</source>
        <translation>Eine Datei mit einem Modell für anderes wird abgelehnt</translation>
    </message>
    <message>
        <source>e.g. Apache-2.0; empty: unknown</source>
        <translation>z. B. Apache-2.0; leer: unbekannt</translation>
    </message>
    <message>
        <source>Li&amp;cence</source>
        <translation>Li&amp;zenz</translation>
    </message>
    <message>
        <source>I&amp;mport</source>
        <translation>I&amp;mportieren</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Choose the file: %1</source>
        <translation>Datei wählen: %1</translation>
    </message>
    <message>
        <source>A model of this id is installed. Choose another id, or replace it.</source>
        <translation>Ein Modell mit dieser Kennung ist installiert. Wählen Sie eine andere, oder ersetzen Sie es.</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen …</translation>
    </message>
</context>
<context>
    <name>godwit::ui::JobStrip</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>godwit::ui::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Godwit</source>
        <translation>Godwit</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Look at photos and at what is on them</source>
        <translation>Fotos ansehen, und was darauf ist</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Choose how Godwit works, and with which models</source>
        <translation>Wählen, wie Godwit arbeitet und mit welchen Modellen</translation>
    </message>
    <message>
        <source>%1 – Godwit</source>
        <translation>%1 – Godwit</translation>
    </message>
</context>
<context>
    <name>godwit::ui::MessageBar</name>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelDetails</name>
    <message>
        <source>Search the labels</source>
        <translation>Beschriftungen durchsuchen</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Beschriftungen</translation>
    </message>
    <message>
        <source>No model is selected</source>
        <translation>Kein Modell ist ausgewählt</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>npm package %1 %2</source>
        <translation>npm-Paket %1 %2</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Findet</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Width (alpha)</source>
        <translation>Breite (Alpha)</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>Rechenschritte</translation>
    </message>
    <message>
        <source>%1 a photo</source>
        <translation>%1 je Foto</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n Beschriftung</numerusform>
            <numerusform>%n Beschriftungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelSetup</name>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>&amp;Get the model</source>
        <translation>Modell &amp;holen</translation>
    </message>
    <message>
        <source>A model is needed</source>
        <translation>Ein Modell wird gebraucht</translation>
    </message>
    <message>
        <source>Or in a terminal:</source>
        <translation>Oder in einem Terminal:</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt …</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelTable</name>
    <message>
        <source>Can be fetched</source>
        <translation>Kann geholt werden</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>Findet</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>With Godwit</source>
        <translation>Bei Godwit dabei</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelsView</name>
    <message>
        <source>&amp;Import File…</source>
        <translation>Datei &amp;importieren …</translation>
    </message>
    <message>
        <source>&amp;Verify All</source>
        <translation>Alle &amp;prüfen</translation>
    </message>
    <message>
        <source>&amp;Open Folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Get This Model</source>
        <translation>Dieses Modell &amp;holen</translation>
    </message>
    <message>
        <source>V&amp;erify</source>
        <translation>P&amp;rüfen</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>Install a model from a file of TensorFlow, Keras, PyTorch, ONNX or Godwit</source>
        <translation>Ein Modell aus einer Datei von TensorFlow, Keras, PyTorch, ONNX oder Godwit installieren</translation>
    </message>
    <message>
        <source>Check that all models are what was installed</source>
        <translation>Prüfen, ob alle Modelle so sind, wie sie installiert wurden</translation>
    </message>
    <message>
        <source>Show the folder of the models: %1</source>
        <translation>Den Ordner der Modelle zeigen: %1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Check that this model is what was installed</source>
        <translation>Prüfen, ob dieses Modell so ist, wie es installiert wurde</translation>
    </message>
    <message>
        <source>This model comes with Godwit and cannot be removed</source>
        <translation>Dieses Modell ist in Godwit enthalten und kann nicht entfernt werden</translation>
    </message>
    <message>
        <source>Delete this model from the disk</source>
        <translation>Dieses Modell von der Platte löschen</translation>
    </message>
    <message>
        <source>Getting %1…</source>
        <translation>%1 wird geholt …</translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation>%1 ist installiert.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) checked: intact.</source>
        <translation>
            <numerusform>%n Modell geprüft: unversehrt.</numerusform>
            <numerusform>%n Modelle geprüft: alle unversehrt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove Model</source>
        <translation>Modell entfernen</translation>
    </message>
    <message>
        <source>Delete %1 from the disk?</source>
        <translation>%1 von der Platte löschen?</translation>
    </message>
    <message>
        <source>It can be fetched again.</source>
        <translation>Es kann wieder geholt werden.</translation>
    </message>
    <message>
        <source>To have it again, its file must be imported again.</source>
        <translation>Um es wieder zu haben, muss seine Datei erneut importiert werden.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation>%1 ist entfernt.</translation>
    </message>
    <message>
        <source>%1: the folder cannot be opened</source>
        <translation>%1: Der Ordner kann nicht geöffnet werden</translation>
    </message>
</context>
<context>
    <name>godwit::ui::OptionForm</name>
    <message>
        <source>&amp;Overlap limit</source>
        <translation>Grenze der Ü&amp;berlappung</translation>
    </message>
    <message>
        <source>Objects at &amp;most</source>
        <translation>&amp;Höchstens so viele Objekte</translation>
    </message>
    <message>
        <source>&amp;Exact decoding</source>
        <translation>&amp;Genau dekodieren</translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoSession</name>
    <message>
        <source> (and %1 more)</source>
        <translation> (und %1 weitere)</translation>
    </message>
</context>
<context>
    <name>godwit::ui::PreferencesForm</name>
    <message>
        <source>SSE2 (every 64-bit processor)</source>
        <translation>SSE2 (jeder 64-Bit-Prozessor)</translation>
    </message>
    <message>
        <source>&amp;Reset to Defaults…</source>
        <translation>&amp;Zurücksetzen …</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>While work is running, the window waits for its end to change the language.</source>
        <translation>Solange gearbeitet wird, wartet das Fenster mit der Sprache auf das Ende.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>All cores (%1)</source>
        <translation>Alle Kerne (%1)</translation>
    </message>
    <message>
        <source>Th&amp;reads</source>
        <translation>Th&amp;reads</translation>
    </message>
    <message>
        <source>Fewer threads leave more of the machine to other programs.</source>
        <translation>Weniger Threads lassen anderen Programmen mehr vom Rechner.</translation>
    </message>
    <message>
        <source>The best of this machine (%1)</source>
        <translation>Der beste dieses Rechners (%1)</translation>
    </message>
    <message>
        <source>&amp;Instruction set</source>
        <translation>&amp;Befehlssatz</translation>
    </message>
    <message>
        <source>Results differ in the last digits only. Others than the best are for comparison.</source>
        <translation>Ergebnisse unterscheiden sich nur in den letzten Stellen. Andere als der beste dienen dem Vergleich.</translation>
    </message>
    <message>
        <source>GODWIT_FORCE_ISA is set to “%1” in the environment, which decides here. Start Godwit without it to choose.</source>
        <translation>GODWIT_FORCE_ISA ist in der Umgebung auf „%1“ gesetzt, und das entscheidet. Starten Sie Godwit ohne diese Variable, um zu wählen.</translation>
    </message>
    <message>
        <source>What Godwit looks for</source>
        <translation>Was Godwit sucht</translation>
    </message>
    <message>
        <source>&amp;Objects, with a box around each</source>
        <translation>&amp;Objekte, jedes mit einem Rahmen</translation>
    </message>
    <message>
        <source>&amp;Classes: what a photo shows as a whole</source>
        <translation>&amp;Klassen: was ein Foto als Ganzes zeigt</translation>
    </message>
    <message>
        <source>&amp;Faces, with a box around each</source>
        <translation>&amp;Gesichter, jedes mit einem Rahmen</translation>
    </message>
    <message>
        <source>Reset to Defaults</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Set everything on this page back to what Godwit came with?</source>
        <translation>Alles auf dieser Seite auf das zurücksetzen, womit Godwit kam?</translation>
    </message>
    <message>
        <source>Models and photos stay as they are.</source>
        <translation>Modelle und Fotos bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>godwit::ui::RecentMenu</name>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Zu&amp;letzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Clear the List</source>
        <translation>Liste &amp;leeren</translation>
    </message>
</context>
<context>
    <name>godwit::ui::SettingsPage</name>
    <message>
        <source>&amp;Preferences</source>
        <translation>&amp;Vorlieben</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ViewerPage</name>
    <message>
        <source>decode %1 ms · network %2 ms</source>
        <translation>Dekodieren %1 ms · Netz %2 ms</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Photo shown</source>
        <translation>Gezeigtes Foto</translation>
    </message>
    <message>
        <source>Time taken to decode the photo, and to find objects on it</source>
        <translation>Zeit, das Foto zu dekodieren und Objekte darauf zu finden</translation>
    </message>
    <message>
        <source>The model that finds objects</source>
        <translation>Das Modell, das Objekte findet</translation>
    </message>
    <message>
        <source>Zoom: pixels of the screen for a pixel of the photo</source>
        <translation>Vergrößerung: Bildschirmpixel für ein Pixel des Fotos</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>Copied the annotated photo</source>
        <translation>Das Foto mit Rahmen ist kopiert</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 ist gespeichert</translation>
    </message>
    <message>
        <source>Open Photos</source>
        <translation>Fotos öffnen</translation>
    </message>
    <message>
        <source>Photos (%1);;All files (*)</source>
        <translation>Fotos (%1);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a Folder of Photos</source>
        <translation>Einen Ordner mit Fotos öffnen</translation>
    </message>
    <message>
        <source>Save Annotated Photo</source>
        <translation>Foto mit Rahmen speichern</translation>
    </message>
    <message>
        <source>JPEG (*.jpg *.jpeg);;PNG (*.png)</source>
        <translation>JPEG (*.jpg *.jpeg);;PNG (*.png)</translation>
    </message>
    <message>
        <source>Pasted %1.bmp</source>
        <translation>Eingefügt %1.bmp</translation>
    </message>
    <message>
        <source>%1: the pasted picture cannot be written</source>
        <translation>%1: Das eingefügte Bild kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard</source>
        <translation>In der Zwischenablage ist kein Bild</translation>
    </message>
    <message>
        <source>Photo %1</source>
        <translation>Foto %1</translation>
    </message>
    <message>
        <source>No photo is open</source>
        <translation>Kein Foto ist geöffnet</translation>
    </message>
    <message>
        <source>Looking for objects…</source>
        <translation>Sucht nach Objekten …</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Number of the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a number to go to that photo (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied what was found as JSON</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::WelcomePage</name>
    <message>
        <source>Drop photos or a folder here</source>
        <translation>Fotos oder einen Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Photos are looked at on this machine. Nothing leaves it, and originals are never changed.</source>
        <translation>Fotos werden auf diesem Rechner angesehen. Nichts verlässt ihn, und Originale werden nie verändert.</translation>
    </message>
    <message>
        <source>No model that finds objects is installed. &lt;a href=&quot;models&quot;&gt;Get one&lt;/a&gt;</source>
        <translation>Kein Modell, das Objekte findet, ist installiert. &lt;a href=&quot;models&quot;&gt;Eines holen&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Objects are found by %1, which comes with Godwit.</source>
        <translation>Objekte findet %1, das in Godwit enthalten ist.</translation>
    </message>
    <message>
        <source>Objects are found by %1.</source>
        <translation>Objekte findet %1.</translation>
    </message>
    <message>
        <source>See the models</source>
        <translation>Modelle ansehen</translation>
    </message>
    <message>
        <source>Get a better one</source>
        <translation>Ein besseres holen</translation>
    </message>
</context>
<context>
    <name>godwit::ui::WindowActions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Fotos öffnen</translation>
    </message>
    <message>
        <source>Open &amp;Folder…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation>Einen Ordner mit Fotos öffnen</translation>
    </message>
    <message>
        <source>&amp;Previous Photo</source>
        <translation>&amp;Voriges Foto</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>&amp;Next Photo</source>
        <translation>&amp;Nächstes Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Open the picture or the files in the clipboard</source>
        <translation>Das Bild oder die Dateien in der Zwischenablage öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy Annotated</source>
        <translation>Mit Rahmen &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the photo with its boxes</source>
        <translation>Das Foto mit seinen Rahmen kopieren</translation>
    </message>
    <message>
        <source>&amp;Save Annotated As…</source>
        <translation>Mit Rahmen &amp;speichern …</translation>
    </message>
    <message>
        <source>Save a copy of the photo with its boxes</source>
        <translation>Eine Kopie des Fotos mit seinen Rahmen speichern</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>&amp;Fit to Window</source>
        <translation>Ins &amp;Fenster einpassen</translation>
    </message>
    <message>
        <source>Fit the photo into the window</source>
        <translation>Das Foto ins Fenster einpassen</translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation>&amp;Tatsächliche Größe</translation>
    </message>
    <message>
        <source>Show the photo pixel by pixel</source>
        <translation>Das Foto Pixel für Pixel zeigen</translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation>&amp;Rahmen</translation>
    </message>
    <message>
        <source>Show boxes around objects</source>
        <translation>Rahmen um Objekte zeigen</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Beschriftungen</translation>
    </message>
    <message>
        <source>Show labels on boxes</source>
        <translation>Beschriftungen an Rahmen zeigen</translation>
    </message>
    <message>
        <source>&amp;Side Panel</source>
        <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
        <source>Show the list of objects</source>
        <translation>Die Liste der Objekte zeigen</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>Den ganzen Bildschirm nutzen</translation>
    </message>
    <message>
        <source>&amp;Raise Threshold</source>
        <translation>Schwelle &amp;heben</translation>
    </message>
    <message>
        <source>Show fewer, more certain objects</source>
        <translation>Weniger, sicherere Objekte zeigen</translation>
    </message>
    <message>
        <source>Lo&amp;wer Threshold</source>
        <translation>Schwelle se&amp;nken</translation>
    </message>
    <message>
        <source>Show more, less certain objects</source>
        <translation>Mehr, weniger sichere Objekte zeigen</translation>
    </message>
    <message>
        <source>&amp;About Godwit</source>
        <translation>&amp;Über Godwit</translation>
    </message>
    <message>
        <source>About Godwit</source>
        <translation>Über Godwit</translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;First Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Last Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go to Number…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the photo of a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy what was found as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export Detections…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save what was found as JSON, CSV, COCO, VOC or YOLO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only objects of a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Film S&amp;trip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the opened photos as thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>“%1” is not in %2, and cannot be fetched by name.</source>
        <translation>„%1“ ist nicht in %2 und kann nicht über seinen Namen geholt werden.</translation>
    </message>
    <message>
        <source>Godwit needs a model to find objects: %1 (%2).

It is fetched once, by npm as package %3 %4, and kept in %5. Photos stay on this machine.</source>
        <translation>Godwit braucht ein Modell, um Objekte zu finden: %1 (%2).

Es wird einmal geholt, von npm als Paket %3 %4, und in %5 aufbewahrt. Fotos bleiben auf diesem Rechner.</translation>
    </message>
</context>
</TS>
