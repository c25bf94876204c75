"""Each operator makes the faults it says, and leaves alone what says nothing."""

import pytest
from cosmic_ray.ast import ast_nodes, get_ast

from mutation import queries
from mutation.excluded import is_excluded
from mutation.mutants import mutants_of
from mutation.operators import OF_THE_LIBRARY, all_operators
from mutation.targets import ROOT, queryset_methods


def made(operator: str, source: str) -> list[str]:
    """All that the operator makes of one piece of code."""
    one = all_operators()[operator]
    found = []
    for node in ast_nodes(get_ast(source)):
        for index, _position in enumerate(one.mutation_positions(node)):
            again = get_ast(source)
            twin = next(
                other
                for other in ast_nodes(again)
                if (other.type, other.start_pos, other.end_pos)
                == (node.type, node.start_pos, node.end_pos)
            )
            new = one.mutate(twin, index)
            parent = twin.parent
            parent.children[parent.children.index(twin)] = new
            found.append(again.get_code())
    return found


@pytest.mark.parametrize(
    ("operator", "source", "expected"),
    [
        ("DropCondition", "a.filter(b=1, c=2)", ["a.filter(c=2)", "a.filter(b=1)"]),
        ("DropCondition", "a.filter(Q(b=1) | d, c=2)", ["a.filter(c=2)", "a.filter(Q(b=1) | d)"]),
        ("DropCondition", "a.filter(b=1)", []),  # DropLink's
        ("DropCondition", "a.get(pk=b)", ["a.get()"]),
        ("DropCondition", "Q(b=1, c=2)", ["Q(c=2)", "Q(b=1)"]),
        ("DropCondition", "get_object_or_404(A, pk=b)", ["get_object_or_404(A)"]),
        (
            "DropCondition",
            "a.update_or_create(b=1, defaults={})",
            ["a.update_or_create(defaults={})"],
        ),
        ("DropCondition", "a.select_for_update(of=('self',), nowait=True)", []),
        ("DropLink", "A.objects.filter(b=1).first()", ["A.objects.first()"]),
        ("DropLink", "A.objects.filter(b=1)", ["A.objects.all()"]),
        ("DropLink", "a.exclude(b=1).order_by('c')", ["a.order_by('c')", "a.exclude(b=1)"]),
        ("DropLink", "A.objects.select_for_update().get(pk=1)", ["A.objects.get(pk=1)"]),
        ("DropLink", "filter(None, a)", []),
        ("SwapOrder", "a.first()", ["a.last()"]),
        ("SwapOrder", "a.order_by('-b', 'c')", ["a.order_by('b', 'c')", "a.order_by('-b', '-c')"]),
        ("SwapOrder", "F('a').desc()", ["F('a').asc()"]),
        ("SwapOrder", "max(a, b)", ["min(a, b)"]),
        ("DropElement", "['a', 'b']", ["['b']", "['a']"]),
        ("DropElement", "('a', 'b')", ["('b',)", "('a',)"]),
        ("DropElement", "{'a': 1, **b}", ["{**b}", "{'a': 1}"]),
        ("DropElement", "['a']", []),
        ("DropElement", "[a for a in b]", []),
        ("DropStatement", "check(a)\n", ["pass\n"]),
        ("DropStatement", "a.b = 1\n", ["pass\n"]),
        ("DropStatement", "a.b, a.c = 1, 2\n", ["pass\n"]),
        ("DropStatement", "a += 1\n", ["pass\n"]),
        ("DropStatement", "del a['b']\n", ["pass\n"]),
        ("DropStatement", "a = 1\n", []),  # what follows would not know `a`
        ("DropGuard", "if a:\n    raise B\n", ["pass\n"]),
        ("DropGuard", "if a:\n    b()\n    return c\n", ["pass\n"]),
        ("DropGuard", "if a:\n    return b\nelse:\n    c()\n", []),
        ("DropGuard", "if a:\n    b()\n", []),
        (
            "DropTransaction",
            "with transaction.atomic():\n    a()\n",
            ["if True:\n    a()\n"],
        ),
        (
            "DropTransaction",
            "# why\n@transaction.atomic\ndef f(): ...\n",
            ["# why\ndef f(): ...\n"],
        ),
        ("DropTransaction", "@handler('a', atomic=True)\ndef f(): ...\n", []),
        ("DropTransaction", "with open(a):\n    b()\n", []),
        ("EmptyArgument", "record(a, actor=b)", ["record(a, actor=None)"]),
        ("EmptyArgument", "notify(text='b')", ['notify(text="")']),
        ("EmptyArgument", "a.save(update_fields=b)", []),
        ("EmptyArgument", "a.filter(b=c)", []),
        ("TurnMembership", "a in b", ["a not in b"]),
        ("TurnMembership", "a not in b", ["a in b"]),
    ],
)
def test_an_operator_makes_these_faults(operator, source, expected):
    assert made(operator, source) == expected


def test_the_own_links_of_the_journal_are_dropped_too(monkeypatch):
    monkeypatch.setattr(queries.DropLink, "own", queryset_methods())
    found = made("DropLink", "Review.objects.visible_to(user).filter(a=1)")
    assert found == ["Review.objects.filter(a=1)", "Review.objects.visible_to(user)"]


def test_the_library_knows_the_operators_we_ask_it_for():
    assert set(OF_THE_LIBRARY) < set(all_operators())


def operators_at(source: str) -> set[str]:
    """The operators that would change something in this source."""
    nodes = list(ast_nodes(get_ast(source)))
    return {
        name
        for name, operator in all_operators().items()
        for node in nodes
        if list(operator.mutation_positions(node)) and not is_excluded(node, name)
    }


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    return _('a', b='c')\n",
        "def f():\n    logger.warning('a %s', b, extra=['a', 'b'])\n",
        "def f(a: int | None) -> int | None: ...\n",
        "def f():\n    return a.select_related('b', *('c', 'd'))\n",
        "def __str__(self):\n    return a + b\n",
        "def f():\n    assert a == 1\n",
        "class A:\n    class Meta:\n        ordering = ['a', 'b']\n",
        "class A:\n    field = CharField(default=['a', 'b'])\n",
        "urls = [a, b]\n",
        "if TYPE_CHECKING:\n    A = ['a', 'b']\n",
        "@property\ndef f(): ...\n",
        "def f(*, a): ...\n",
        "WORDS = {*('a', 'b'), *('c', 'd')}\n",
    ],
)
def test_no_fault_is_made_where_it_says_nothing(source):
    assert not operators_at(source)


@pytest.mark.parametrize(
    ("source", "operator"),
    [
        ("OPEN = ['a', 'b']\n", "DropElement"),
        ("@transaction.atomic\ndef f(): ...\n", "DropTransaction"),
        ("def f():\n    return a + b\n", "ReplaceBinaryOperator_Add_Sub"),
        ("class A:\n    def f(self):\n        return ['a', 'b']\n", "DropElement"),
    ],
)
def test_a_fault_is_made_where_it_says_something(source, operator):
    assert operator in operators_at(source)


FOR_ALL_OPERATORS = "tests/mutation/code_for_all_operators.py"
# Short files of the journal in which many operators find something.
SHORT = [
    "accounts/names/characters.py",
    "accounts/reset_password.py",
    "preprints/duplicates/status.py",
]


def test_every_mutant_of_a_file_has_another_text():
    mutants = [mutant for path in [FOR_ALL_OPERATORS, *SHORT] for mutant in mutants_of(path, ROOT)]
    sources = [source for mutant in mutants if (source := mutant.source(ROOT))]
    assert len(sources) > 100
    assert {mutant.operator for mutant in mutants} == set(all_operators())
    assert len(set(sources)) == len(sources)
