<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
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
</TS>
