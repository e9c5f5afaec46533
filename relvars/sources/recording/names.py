"""Names to take the place of names, by script and ending."""

import re

# By what the word ends with, the first that fits; the last of each list fits all.
Lists = tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]


def _list(ending: str, names: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    return re.compile(rf"(?:{ending})\Z", re.IGNORECASE), tuple(names.split())


_ANY = ".?"

FIRST_CYRILLIC: Lists = (
    _list("[ая]", "Анна Мария Ольга Елена Ирина Наталья Татьяна Светлана Марина Юлия Екатерина"
          " Дарья Полина Вера Надежда Галина Лидия Софья Алла Нина Зоя Кира Лариса Тамара"),
    _list(_ANY, "Иван Пётр Алексей Андрей Сергей Дмитрий Михаил Павел Николай Антон Виктор Олег"
          " Роман Максим Юрий Игорь Кирилл Фёдор Глеб Борис Тимур Денис Артём Егор"),
)  # fmt: skip
MIDDLE_CYRILLIC: Lists = (
    _list("на", "Ивановна Петровна Алексеевна Андреевна Сергеевна Дмитриевна Павловна Юрьевна"),
    _list(_ANY, "Иванович Петрович Алексеевич Андреевич Сергеевич Дмитриевич Павлович Юрьевич"),
)
LAST_CYRILLIC: Lists = (
    _list("ая", "Лесная Полевая Горская Белая Луговая Озерская Заречная Садовская"),
    _list("[вн]а", "Лебедева Соколова Козлова Новикова Морозова Волкова Зайцева Павлова Орлова"
          " Макарова Никитина Захарова Борисова Королёва Фомина Куликова Белова Комарова"),
    _list("[ыио]й", "Лесной Полевой Горский Белый Луговой Озерский Заречный Садовский"),
    _list("ко", "Ткаченко Бондаренко Марченко Левченко Юрченко Павленко Кравченко Романенко"),
    _list(_ANY, "Лебедев Соколов Козлов Новиков Морозов Волков Зайцев Павлов Орлов Макаров"
          " Никитин Захаров Борисов Королёв Фомин Куликов Белов Комаров"),
)  # fmt: skip
FIRST_LATIN: Lists = (
    _list("a", "Anna Clara Emma Julia Laura Maria Nora Paula Rosa Sara Sofia Vera Diana Elena"
          " Greta Ida Lena Mia Olivia Rita Eva Hanna Tina Petra"),
    _list(_ANY, "Adam Ben Carl David Eric Frank Henry Ivan John Kevin Leon Mark Oscar Paul Robert"
          " Simon Tom Victor Walter Peter Hugo Felix Martin Alan"),
)  # fmt: skip
LAST_LATIN: Lists = (
    _list("[eo]va|[iy]na", "Lebedeva Sokolova Kozlova Novikova Morozova Volkova Orlova Fomina"),
    _list("[eo]v|in", "Lebedev Sokolov Kozlov Novikov Morozov Volkov Orlov Fomin"),
    _list(_ANY, "Baker Carter Dixon Ellis Fisher Grant Harris Jensen Keller Larsen Miller Norris"
          " Parker Reed Stone Turner Walsh Young Hunter Cole"),
)  # fmt: skip
MIDDLE_LATIN = FIRST_LATIN

_OF = {
    ("first", "cyrillic"): FIRST_CYRILLIC,
    ("middle", "cyrillic"): MIDDLE_CYRILLIC,
    ("last", "cyrillic"): LAST_CYRILLIC,
    ("first", "latin"): FIRST_LATIN,
    ("middle", "latin"): MIDDLE_LATIN,
    ("last", "latin"): LAST_LATIN,
}
_SCRIPTS = (("latin", re.compile(r"[A-Za-zÀ-ɏ]+")), ("cyrillic", re.compile(r"[А-Яа-яЁё]+")))
_MIDDLE = re.compile(r"(вич|ьич|вна|чна)\Z", re.IGNORECASE)
_LAST = re.compile(r"([оеё]ва?|ина?|[сц]к(ий|ая)|ко|юк|ян)\Z", re.IGNORECASE)


def choices(word: str, part: str, place: int) -> tuple[str, ...]:
    """Names that may take a word's place; none for a script that has no list.

    `part` is first, middle, last or name, where the word tells itself which it is, or its place
    among the words of the name.
    """
    script = next((name for name, form in _SCRIPTS if form.fullmatch(word)), "")
    if not script or len(word) < 2:
        return ()
    if part == "name":
        part = _part(word, script, place)
    lists = _OF[part, script]
    return next(names for ending, names in lists if ending.search(word))


def _part(word: str, script: str, place: int) -> str:
    """Cyrillic names tell by their endings, whatever their order; others come in one."""
    if script == "latin":
        return "last" if place else "first"
    return "middle" if _MIDDLE.search(word) else "last" if _LAST.search(word) else "first"
