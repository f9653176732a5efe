"""Histories of migrations as a project writes them: each step fits the models that the steps before it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.models.functions import Now
def token():
    return "drawn"
def add_row(name):
    def run(apps, schema_editor):
        apps.get_model("insights", name).objects.create()
    return run
"""
WORDS = {
    "char": 'models.CharField(max_length=20, default="x")',
    "long": 'models.CharField(max_length=200, default="x", db_index=True)',
    "slug": 'models.SlugField(default="s")',
    "text": 'models.TextField(default="", db_comment="why it is here")',
    "drawn": "models.CharField(max_length=40, default=token)",
}
NUMBERS = {
    "int": "models.IntegerField(default=3)",
    "big": "models.BigIntegerField(default=4, db_index=True)",
    "maybe": "models.IntegerField(null=True)",
    "positive": "models.PositiveIntegerField(default=5)",
}
OTHERS = {
    "json": "models.JSONField(default=dict)",
    "time": "models.DateTimeField(db_default=Now(), null=True)",
    "unique": "models.IntegerField(null=True, unique=True)",
    "decimal": 'models.DecimalField(max_digits=6, decimal_places=2, default="1.50")',
}
PLAIN = WORDS | NUMBERS | OTHERS


@dataclass
class Model:
    fields: dict[str, str]
    indexes: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)  # fields that an index or a constraint needs
    points_to: set[str] = field(default_factory=set)


@dataclass
class Migration:
    operations: list[str]
    atomic: bool = True


@dataclass
class Story:
    """`before` has happened when the business is opened; `after` is new."""

    before: list[Migration]
    after: list[Migration]
    code: str = CODE

    def __repr__(self) -> str:
        return "\n".join(" + ".join(step.operations) for step in [*self.before, Migration(["---"]), *self.after])


class Author:
    """Knows the models so far and makes up the next operation."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self._draw = draw
        self._count = 0
        self.models: dict[str, Model] = {}

    def migration(self) -> Migration:
        operations = [self.operation() for _ in range(self._draw(st.integers(1, 3)))]
        flat = [operation for operation in operations if operation]
        concurrent = [operation for operation in flat if "Concurrently" in operation]
        return (
            Migration(concurrent[:1], atomic=False)
            if concurrent and len(flat) == 1
            else Migration([operation.replace("AddIndexConcurrently", "migrations.AddIndex") for operation in flat])
        )

    def operation(self) -> str:
        acts = [
            self.create, self.add, self.add, self.add_link, self.remove, self.rename, self.alter, self.alter, self.index,
            self.unindex, self.constrain, self.unconstrain, self.rename_model, self.delete, self.comment, self.table,
            self.python, self.sql, self.concurrently,
        ]  # fmt: skip
        return self._one(acts)()

    def create(self) -> str:
        name, kind = self._new("Model"), self._one(sorted(PLAIN))
        fields = {self._new("field"): kind}
        self.models[name] = Model(fields)
        told = "".join(f', ("{one}", {PLAIN[what]})' for one, what in fields.items())
        return f'migrations.CreateModel("{name}", [("id", models.BigAutoField(primary_key=True)){told}])'

    def add(self) -> str:
        model, name, kind = self._model(), self._new("field"), self._one(sorted(PLAIN))
        self.models[model].fields[name] = kind
        return f'migrations.AddField("{model}", "{name}", {PLAIN[kind]})'

    def add_link(self) -> str:
        model, other, name = self._model(), self._model(), self._new("link")
        self.models[model].fields[name] = kind = self._one(["foreign", "many"])
        self.models[model].points_to.add(other)
        target = f'"insights.{other}", related_name="+"'
        link = f"models.ForeignKey({target}, on_delete=models.CASCADE, null=True)"
        return f'migrations.AddField("{model}", "{name}", {link if kind == "foreign" else f"models.ManyToManyField({target})"})'

    def remove(self) -> str:
        model, name = self._free_field(set(PLAIN) | {"foreign", "many"})
        if name:
            del self.models[model].fields[name]
        return f'migrations.RemoveField("{model}", "{name}")' if name else ""

    def rename(self) -> str:
        model, name = self._free_field(set(PLAIN) | {"foreign"})
        if not name:
            return ""
        new = self._new("renamed")
        self.models[model].fields[new] = self.models[model].fields.pop(name)
        return f'migrations.RenameField("{model}", "{name}", "{new}")'

    def alter(self) -> str:
        group = self._one([WORDS, NUMBERS])
        model, name = self._free_field(set(group))
        if not name:
            return ""
        self.models[model].fields[name] = kind = self._one(sorted(group))
        return f'migrations.AlterField("{model}", "{name}", {group[kind]})'

    def index(self) -> str:
        return self._index("migrations.AddIndex")

    def concurrently(self) -> str:
        return self._index("AddIndexConcurrently")

    def _index(self, operation: str) -> str:
        model, field_name = self._free_field(set(NUMBERS) | {"char", "slug"})
        if not field_name:
            return ""
        name = self._new("index")
        self.models[model].indexes.append(name)
        self.models[model].used.add(field_name)
        return f'{operation}("{model}", models.Index(fields=["{field_name}"], name="{name}"))'

    def unindex(self) -> str:
        model = self.models[name := self._model()]
        return f'migrations.RemoveIndex("{name}", "{model.indexes.pop()}")' if model.indexes else ""

    def constrain(self) -> str:
        model, field_name = self._free_field({"int", "big", "positive", "maybe", "unique"})
        if not field_name:
            return ""
        name = self._new("limit")
        self.models[model].constraints.append(name)
        self.models[model].used.add(field_name)
        check = f"models.CheckConstraint(condition=models.Q({field_name}__gte=0), name={name!r})"
        unique = f"models.UniqueConstraint(fields=[{field_name!r}, 'id'], name={name!r}, deferrable=models.Deferrable.DEFERRED)"
        return f'migrations.AddConstraint("{model}", {self._one([check, unique])})'

    def unconstrain(self) -> str:
        model = self.models[name := self._model()]
        return f'migrations.RemoveConstraint("{name}", "{model.constraints.pop()}")' if model.constraints else ""

    def rename_model(self) -> str:
        name, new = self._model(), self._new("Renamed")
        self.models[new] = self.models.pop(name)
        for model in self.models.values():
            model.points_to = {new if other == name else other for other in model.points_to}
        return f'migrations.RenameModel("{name}", "{new}")'

    def delete(self) -> str:
        name = self._model()
        if len(self.models) == 1 or any(name in model.points_to for model in self.models.values()):
            return ""
        del self.models[name]
        return f'migrations.DeleteModel("{name}")'

    def comment(self) -> str:
        return f'migrations.AlterModelTableComment("{self._model()}", "{self._new("comment")}")'

    def table(self) -> str:
        return f'migrations.AlterModelTable("{self._model()}", "insights_{self._new("table")}")'

    def python(self) -> str:
        return f'migrations.RunPython(add_row("{self._model()}"))'

    def sql(self) -> str:
        text = self._one([
            "UPDATE django_migrations SET applied = now() WHERE false; SELECT 100 % 7 AS rest -- a comment",
            "CREATE TABLE IF NOT EXISTS insights_by_hand (id integer PRIMARY KEY, word text DEFAULT 'a;b%%')",
            "INSERT INTO django_content_type (app_label, model) VALUES ('insights', 'by_hand') ON CONFLICT DO NOTHING",
        ])  # fmt: skip
        return f"migrations.RunSQL({text!r})"

    def _free_field(self, kinds: set[str]) -> tuple[str, str]:
        model = self._model()
        held = self.models[model]
        found = [name for name, kind in held.fields.items() if kind in kinds and name not in held.used]
        return model, self._one(found) if found else ""

    def _model(self) -> str:
        return self._one(list(self.models))

    def _one[T](self, choices: list[T]) -> T:
        return self._draw(st.sampled_from(choices))  # type: ignore[no-any-return] # hypothesis gives one of the choices

    def _new(self, what: str) -> str:
        self._count += 1
        return f"{what}{self._count}"


@st.composite
def stories(draw: Callable[..., Any]) -> Story:
    author = Author(draw)
    first = Migration([author.create(), author.create(), author.python()])
    before = [first, *(author.migration() for _ in range(draw(st.integers(0, 2))))]
    after = [author.migration() for _ in range(draw(st.integers(2, 5)))]
    return Story([step for step in before if step.operations], [step for step in after if step.operations])
