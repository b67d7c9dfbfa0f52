<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Words</name>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16-bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32-bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 multiply-adds a photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::AboutDialog</name>
    <message>
        <source>Godwit stands on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in use:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Godwit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Godwit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds objects on your photos, on your machine. No photo leaves it.
Named after the bar-tailed godwit, a small bird that crosses the globe on a small energy budget.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licences</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::DetectionModel</name>
    <message>
        <source>%1, %2
at %3, %4 · %5 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::DetectionPanel</name>
    <message>
        <source>More options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Show only objects that score above this. &lt;small&gt;([ and ] change it from anywhere)&lt;/small&gt;&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 object: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 objects: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 less certain object below the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 less certain objects below the threshold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::HeadForm</name>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width (alpha)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Narrower networks are faster and see less. A choice among installed models of the same family.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input size (rho)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;The size in pixels that photos are shrunk to for the network. Smaller is faster, and small things are missed.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: input size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not installed or cannot be used. &lt;a href=&quot;models&quot;&gt;See the models&lt;/a&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model for this is installed. &lt;a href=&quot;models&quot;&gt;Get one&lt;/a&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen by Godwit (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (not there)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 (the model&apos;s own)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %1 (%2 of the work)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ImageView</name>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ImportDialog</name>
    <message>
        <source>&amp;Half precision: half the size, and very nearly the same results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Replace the model that has this id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models (*.tflite *.json *.h5 *.onnx *.safetensors);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>letters, digits, dots, dashes and underscores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text files (*.txt *.csv);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text file with a name a line; empty: the model&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Finds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file that holds a model for something else is refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>e.g. Apache-2.0; empty: unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Li&amp;cence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I&amp;mport</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model of this id is installed. Choose another id, or replace it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::JobStrip</name>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Godwit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at photos and at what is on them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose how Godwit works, and with which models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Godwit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::MessageBar</name>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelDetails</name>
    <message>
        <source>Search the labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>npm package %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width (alpha)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 a photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelSetup</name>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Get the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or in a terminal:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelTable</name>
    <message>
        <source>Can be fetched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comes with Godwit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelsView</name>
    <message>
        <source>&amp;Import File…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Verify All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Get This Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>V&amp;erify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install a model from a file of TensorFlow, Keras, PyTorch, ONNX or Godwit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that all models are what was installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the folder of the models: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that this model is what was installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model comes with Godwit and cannot be removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete this model from the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Getting %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) checked: intact.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Remove Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete %1 from the disk?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be fetched again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To have it again, its file must be imported again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the folder cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::OptionForm</name>
    <message>
        <source>&amp;Overlap limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects at &amp;most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Exact decoding</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoSession</name>
    <message>
        <source> (and %1 more)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::PreferencesForm</name>
    <message>
        <source>SSE2 (every 64-bit processor)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset to Defaults…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While work is running, the window waits for its end to change the language.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All cores (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Th&amp;reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer threads leave more of the machine to other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best of this machine (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Instruction set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results differ in the last digits only. Others than the best are for comparison.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GODWIT_FORCE_ISA is set to “%1” in the environment, which decides here. Start Godwit without it to choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Godwit looks for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Objects, with a box around each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Classes: what a photo shows as a whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Faces, with a box around each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to Defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set everything on this page back to what Godwit came with?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models and photos stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::RecentMenu</name>
    <message>
        <source>Open &amp;Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear the List</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::SettingsPage</name>
    <message>
        <source>&amp;Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::ViewerPage</name>
    <message>
        <source>decode %1 ms · network %2 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time taken to decode the photo, and to find objects on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model that finds objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom: pixels of the screen for a pixel of the photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied the annotated photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos (%1);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a Folder of Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Annotated Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG (*.jpg *.jpeg);;PNG (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pasted %1.bmp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the pasted picture cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture in the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No photo is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for objects…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::WelcomePage</name>
    <message>
        <source>Drop photos or a folder here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos are looked at on this machine. Nothing leaves it, and originals are never changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model that finds objects is installed. &lt;a href=&quot;models&quot;&gt;Get one&lt;/a&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects are found by %1, which comes with Godwit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects are found by %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get a better one</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>godwit::ui::WindowActions</name>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;Folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the picture or the files in the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy Annotated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the photo with its boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save Annotated As…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a copy of the photo with its boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit to Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the photo into the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Actual Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the photo pixel by pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show boxes around objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show labels on boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Side Panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the list of objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Raise Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show fewer, more certain objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lo&amp;wer Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show more, less certain objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Godwit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Godwit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>“%1” is not in %2, and cannot be fetched by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Godwit needs a model to find objects: %1 (%2).

It is fetched once, by npm as package %3 %4, and kept in %5. Photos stay on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
