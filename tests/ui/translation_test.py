#!/usr/bin/env python3
"""The window's translations: translation_test.py LUPDATE SOURCE_ROOT [Sound|Complete]"""

import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

LUPDATE, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
# What a class of ours calls its strings; all others carry their namespace.
BARE_CONTEXTS = {"Words", "main"}


def up_to_date(language, *options):
    """The translation with the strings that the sources have now."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / f"godwit_{language}.ts"
        file.write_bytes((ROOT / "ui/translations" / file.name).read_bytes())
        subprocess.run([LUPDATE, "-silent", "-I", ".", "-no-obsolete", "-locations", "none", *options, "ui",
                        "apps/gui", "-ts", str(file)], cwd=ROOT, check=True, capture_output=True)
        return ElementTree.parse(file).getroot()


def missing(translation):
    return [(context.findtext("name"), message.findtext("source"))
            for context in translation.iter("context")
            for message in context.iter("message")
            if message.find("translation").get("type") == "unfinished"]


class Sound(unittest.TestCase):
    def test_placeholders_are_kept(self):
        for message in up_to_date("de").iter("message"):
            source = message.findtext("source")
            translation = message.find("translation")
            if translation.get("type") == "unfinished":
                continue
            for text in [form.text for form in translation.iter("numerusform")] or [translation.text]:
                for place in ("%1", "%2", "%3", "%4", "%5"):
                    self.assertEqual(place in source, place in text, (source, text))


class Complete(unittest.TestCase):
    def test_german_is_complete(self):
        self.assertEqual(missing(up_to_date("de")), [])

    def test_english_has_its_plurals(self):
        self.assertEqual(missing(up_to_date("en", "-pluralonly")), [])

    def test_strings_are_looked_up_where_they_are_collected(self):
        # lupdate falls back on a bare class name where it does not understand the source; such a string is not found.
        for context in up_to_date("de").iter("context"):
            name = context.findtext("name")
            self.assertTrue(name.startswith("godwit::") or name in BARE_CONTEXTS, name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
