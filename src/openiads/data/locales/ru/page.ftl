### Слова страницы по-русски.

## везде

skip = К ответу
strap = Моделирование по открытым источникам
scope-title = Границы применения
copied = Скопировано
copy-link = Копировать ссылку
copy = Копировать
table = Таблица
figure = Рисунок
close = Закрыть
unfold = Показать рисунок
export = Выгрузить
no-source = Ни один цитируемый источник этого не называет
simulated = моделирование по открытым источникам
undated = без даты
scenario = сценарий
at-most = {"не более "}
below = {"ниже "}
over = {"выше "}
about = {"около "}
to = –
keys-hint = Клавиши: нажмите ?, чтобы увидеть список
language-switch = Язык страницы
partly-translated = Переведено частично; остальное на английском
source-count =
    { $n ->
        [one] { $n } источник
        [few] { $n } источника
        [many] { $n } источников
       *[other] { $n } источника
    }
sources-of = Источники: { $what }
from = {" "}(по { $reference })

## v0

v0-kicker = Ответ
v0-yours = Для ваших настроек
v0-study = Ответ исследования
v0-back = Назад к ответу исследования
v0-counter = Что изменило бы его
v0-assumed = Только принято, не названо ни одним источником
v0-evidence = На чём держится ответ
v0-copy-sentence = Копировать фразу с источником
v0-controls = Настройки
v0-site = Место
v0-target = Цель
v0-altitude = Высота цели
v0-reference = Отсчёт
v0-references-agl = над землёй
v0-references-amsl = над средним уровнем моря
v0-references-fl = эшелон
v0-refraction = Распространение
v0-percentiles-p10 = дальнее, 10 % года
v0-percentiles-p50 = медиана
v0-percentiles-p90 = ближнее, 10 % года
v0-seen = круга видно
v0-engage = круга можно обстрелять
v0-far = впервые видно, обычное направление
v0-low-high = между наименьшей и наибольшей вычисленной дальностью радара
v0-nominal-only = только номинальные утверждения
v0-weather-none = погода сама по себе почти ничего не меняет
v0-no-engage = обстрел этого класса ещё не моделируется
v0-not-modelled = ещё не моделируется
v0-engage-caveat = радар наведения видит цель, и ракета успевает её встретить
v0-assumed-more = ещё { $n }
v0-evidence-note =
    { $n ->
        [one] { $n } исходная величина по степени доказанности
        [few] { $n } исходные величины по степени доказанности
        [many] { $n } исходных величин по степени доказанности
       *[other] { $n } исходной величины по степени доказанности
    }
v0-level = интервал { $level } по утверждениям
v0-bearings = от { $lo } до { $hi } на девяти направлениях из десяти
v0-weather = погода сама по себе сдвигает от { $lo } до { $hi }
v0-far-caveat = видимость и вычисленная дальность радара{ $from } вместе
v0-terrain = класс рельефа { $grade }, { $name }
v0-pd = Обнаружение: Pd { $pd } за один обзор, Pfa { $pfa }, Swerling { $swerling }.
v0-sentence = { $target }, высота { $altitude }: видно на { $atMost }{ $share } круга { $ring } км вокруг места «{ $site }»{ $interval }; на обычном направлении впервые примерно за { $far }.
v0-nothing = { $target }, высота { $altitude }: нигде не видно в круге { $ring } км вокруг места «{ $site }».

## v1

v1-kicker = Круг и действительность
v1-title = { $target }, высота { $altitude }: от круга { $ring } км остаётся { $atMost }{ $share }
v1-title-ring = Круг, как его обычно рисуют: { $ring } км, любая высота, любая цель
v1-number = круга остаётся с включёнными поправками
v1-corrections = Четыре поправки к кругу
v1-corrections-note = Каждую можно включить и выключить отдельно.
v1-legend = Обозначения
v1-legend-hatch = видно, но нельзя обстрелять
v1-legend-engage = граница обстрела
v1-legend-flat = плоские круги на карте Меркатора
v1-projection = Равнопромежуточная азимутальная проекция вокруг места: на этой карте круг есть круг.
v1-pins = Закреплённые отсчёты
v1-no-pins = Пока нет: нажмите Enter на карте.
v1-remove = Убрать
v1-ignored = Чего круг не учитывает
v1-places = Населённые пункты
v1-metrics-sight = в пределах видимости
v1-metrics-detect = обнаруживается
v1-metrics-engage = можно обстрелять
v1-place-seen = видно
v1-place-engaged = видно, можно обстрелять
v1-place-hidden = не видно

## v2

v2-kicker = Одна партия или две
v2-a = А: первая партия
v2-b = Б: со второй
v2-show-a = Показать А
v2-show-b = Показать Б
v2-slide = Сдвиг А | Б
v2-difference = Показать разницу
v2-show = Картина
v2-batch-means = «Партия» означает
v2-placement = Второе место
v2-placements-colocated = рядом с первой
v2-placements-apart = отдельно
v2-title-same-area = Рядом с первой вторая партия дальше не видит
v2-title-never = Если она не придёт, ничего не изменится
v2-number = площади добавлено на карте
v2-unclear = ясной разницы нет
v2-no-change = без изменений
v2-area-unit = км²
v2-units-km2 = км²
v2-multiples = Что меняется, показатель за показателем
v2-table-caption = А и Б, попарно

## v3

v3-kicker = Вертикальный разрез
v3-question = С какой высоты видна цель на этом направлении?
v3-number = наименьшая видимая высота на 100 км в этом направлении
v3-bearing = Направление, градусы
v3-presets = Готовые направления
v3-terrain-label = рельеф
v3-distance = расстояние от места, км
v3-height = высота над уровнем моря, км
v3-tab = направление
v3-corridor-tab = коридор
v3-corridor-legend-none = вне
v3-corridor-legend-seen = видно
v3-corridor-legend-engage = можно обстрелять
v3-corridor-y = эшелон
v3-yes = да
v3-no = нет

## v4

v4-kicker = Как выглядит картина во времени

## v5

v5-kicker = Ход обстрела

## v6

v6-kicker = Исходы

## capacity

capacity-kicker = Пропускная способность

## v8

v8-kicker = Источники
v8-title = Кто это говорит и кто говорит иное?
v8-open = Все источники
v8-show-all = Показать все утверждения
v8-filter-text = Поиск
v8-filter-quantity = Величина
v8-filter-grade = Степень
v8-filter-any = любая
v8-conflicts = Противоречит
v8-fields-condition = Условие
v8-fields-speaker = Кто сказал
v8-fields-publisher = Издатель
v8-fields-title = Заглавие
v8-fields-date = Сказано
v8-fields-link = Ссылка
v8-fields-grade = Степень
v8-fields-note = Примечание
v8-nothing = Под этот отбор не подходит ни одно утверждение.
v8-no-link = нет ссылки

## v9

v9-belief = Что говорят о поставке и сколько это весит
v9-belief-on = На { $day }, день этого исследования, какой бы день ни был выбран выше:
v9-witness = Свидетель
v9-side = Сторона
v9-last-word = Последнее слово
v9-read-as = Как прочли мы
v9-weight = Доля веса
v9-says-under-way = идёт
v9-says-postponed = отложена
v9-contract = На каком контракте она держится: пересказано, не смоделировано

## keys

keys-title = Клавиши
keys-on = Однобуквенные клавиши включены
