"""The form of the vector file (section 2.18): `[section]`, `name = value`, and lines that begin with `#`. Values are bytes in hexadecimal
unless the name ends in `.number` (decimal) or `.text`."""


class Different(Exception):
    pass


class Section:
    """Remembers what was looked at, so that a check can tell what it has left out."""

    def __init__(self, name, comment=None):
        self.name, self.comment, self.values, self.used = name, comment, {}, set()

    # writing

    def add(self, **values):
        for name, value in values.items():
            self.put(name.replace("_", "-"), value)
        return self

    def put(self, name, value):
        if isinstance(value, int):
            self.values[name + ".number"] = str(value)
        elif isinstance(value, str):
            self.values[name + ".text"] = value
        else:
            self.values[name] = value.hex()
        return self

    # reading

    def _raw(self, name):
        if name not in self.values:
            raise Different(f"[{self.name}] has no {name}")
        self.used.add(name)
        return self.values[name]

    def has(self, name):
        return name in self.values

    def bytes(self, name):
        try:
            return bytes.fromhex(self._raw(name))
        except ValueError:
            raise Different(f"[{self.name}] {name} is not hexadecimal") from None

    def number(self, name):
        try:
            return int(self._raw(name + ".number"))
        except ValueError:
            raise Different(f"[{self.name}] {name}.number is not a number") from None

    def text(self, name):
        return self._raw(name + ".text")

    def numbered(self, prefix):
        """The bytes called prefix.1, prefix.2, ..."""
        found = []
        while self.has(f"{prefix}.{len(found) + 1}"):
            found.append(self.bytes(f"{prefix}.{len(found) + 1}"))
        return found

    def equal(self, name, computed):
        got = (self.number if isinstance(computed, int) else self.text if isinstance(computed, str) else self.bytes)(name)
        if got != computed:
            show = (lambda x: x.hex()) if isinstance(computed, bytes) else str
            raise Different(f"[{self.name}] {name}: {show(got)} in the file, {show(computed)} computed")

    def complete(self):
        left = set(self.values) - self.used
        if left:
            raise Different(f"[{self.name}] not checked: {', '.join(sorted(left))}")


def write(sections, head):
    lines = [f"# {line}".rstrip() for line in head.strip().splitlines()]
    for s in sections:
        lines.append("")
        if s.comment:
            lines += [f"# {line.strip()}" for line in s.comment.strip().splitlines()]
        lines.append(f"[{s.name}]")
        lines += [f"{name} = {value}".rstrip() for name, value in s.values.items()]
    return "\n".join(lines) + "\n"


def read(text):
    sections = {}
    for at, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = Section(line[1:-1])
            if section.name in sections:
                raise Different(f"line {at}: [{section.name}] twice")
            sections[section.name] = section
            continue
        name, equals, value = line.partition("=")
        name = name.strip()
        if not equals or not sections or name in section.values:
            raise Different(f"line {at}: neither a section nor a new value")
        section.values[name] = value.strip()
    return sections
