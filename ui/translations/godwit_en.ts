<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>godwit::ui::BenchmarkModel</name>
    <message numerus="yes">
        <source>%1, ρ %2, %n thread(s)</source>
        <translation>
            <numerusform>%1, ρ %2, %n thread</numerusform>
            <numerusform>%1, ρ %2, %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 ms for one image: the median of %n run(s)</source>
        <translation>
            <numerusform>%1 ms for one image: the median of %n run</numerusform>
            <numerusform>%1 ms for one image: the median of %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::EngineDial</name>
    <message numerus="yes">
        <source>%n kind(s) of objects</source>
        <translation>
            <numerusform>%n kind of objects</numerusform>
            <numerusform>%n kinds of objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelDetails</name>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n label</numerusform>
            <numerusform>%n labels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::ModelsView</name>
    <message numerus="yes">
        <source>%n model(s) checked: intact.</source>
        <translation>
            <numerusform>%n model checked: intact.</numerusform>
            <numerusform>%n models checked: all intact.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoComparePanel</name>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only here</source>
        <translation>
            <numerusform>%n only here</numerusform>
            <numerusform>%n only here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) found by both</source>
        <translation>
            <numerusform>%n object found by both</numerusform>
            <numerusform>%n objects found by both</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only by A</source>
        <translation>
            <numerusform>%n only by A</numerusform>
            <numerusform>%n only by A</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only by B</source>
        <translation>
            <numerusform>%n only by B</numerusform>
            <numerusform>%n only by B</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::PhotoSetPicker</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s)</source>
        <translation>
            <numerusform>%n thing</numerusform>
            <numerusform>%n things</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n box</numerusform>
            <numerusform>%n boxes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::RunView</name>
    <message numerus="yes">
        <source>%n photo(s) to learn from,</source>
        <translation>
            <numerusform>%n photo to learn from,</numerusform>
            <numerusform>%n photos to learn from,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to measure with.</source>
        <translation>
            <numerusform>%n to measure with.</numerusform>
            <numerusform>%n to measure with.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>godwit::ui::SpeedPanel</name>
    <message numerus="yes">
        <source>%n setting(s) timed</source>
        <translation>
            <numerusform>%n setting timed</numerusform>
            <numerusform>%n settings timed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) to time</source>
        <translation>
            <numerusform>%n setting to time</numerusform>
            <numerusform>%n settings to time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s), %1</source>
        <translation>
            <numerusform>%n thread, %1</numerusform>
            <numerusform>%n threads, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n line(s)</source>
        <translation>
            <numerusform>Copied %n line</numerusform>
            <numerusform>Copied %n lines</numerusform>
        </translation>
    </message>
</context>
</TS>
