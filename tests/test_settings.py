"""kg.toml: what it sets, and what it refuses."""

from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.extraction import Span
from kg.mapping import Namespaces
from kg.settings import MinScore, Settings, load_settings


def write(folder: Path, text: str) -> Path:
    path = folder / "kg.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings() == Settings()


def test_the_file_in_the_working_directory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 'base = "https://news.example/"\njobs = 2\n')
    monkeypatch.chdir(tmp_path)
    assert load_settings() == Settings(base="https://news.example/", jobs=2)


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://é.example/a/", "urn:news:/"])
def test_documents_are_named_below_any_base_that_is_accepted(base: str) -> None:
    settings = Settings(base=base)
    assert Namespaces(settings.base).span("1f", Span(3, 9)).value == f"{base}doc/1f#char=3,9"


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    text = 'store = "graph"\nknowledge = "known"\nqueries = "mine"\n'
    settings = load_settings(write(tmp_path, text))
    assert settings.store == tmp_path / "graph"
    assert settings.queries == tmp_path / "mine"
    assert settings.knowledge == tmp_path / "known"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1", "unknown key 'colour'; the keys are base, model"),
        ("jobs = 0", "jobs must be 1 or more, not 0"),
        ("jobs = true", "jobs must be a whole number, not True"),
        ("tagger = 1", "tagger must be true or false, not 1"),
        ("min_score = 2", "min_score for speech must be from 0 to 1, not 2"),
        ("min_score = true", "min_score must be a number, or a table of numbers for speech"),
        ("min_score = {lie = 0.5}", "min_score must be a number, or a table of numbers for speech"),
        ("store = 3", "store must be a string, not 3"),
        ('base = "kg"', "base must be an absolute IRI"),
        ('base = "https://example.org/kg"', 'ends in "/"'),
        ('base = "https://example.org/a b/"', "base must be an absolute IRI"),
        ('base = "https://example.org/kg#"', 'without "?" and "#"'),
        ('base = "https://example.org/kg?a=/"', 'without "?" and "#"'),
        ('base = "https:///"', "such as https://example.org/kg/"),
        ('base = "file:///kg/"', "(http, https or urn)"),
        ("jobs = ", "not a TOML file"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read: No such file"):
        load_settings(tmp_path / "none.toml")


def test_but_replaces_what_is_given() -> None:
    assert Settings().but(jobs=3, batch=None) == Settings(jobs=3)


def test_the_tagger_can_be_switched_off(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "")).tagger
    assert not load_settings(write(tmp_path, "tagger = false")).tagger


def test_least_scores_are_set_for_all_kinds_or_by_kind(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "min_score = 0.5")).min_score == MinScore(0.5, 0.5, 0.5)
    by_kind = load_settings(write(tmp_path, "min_score = {thought = 0.9}")).min_score
    assert by_kind == MinScore()._replace(thought=0.9)
