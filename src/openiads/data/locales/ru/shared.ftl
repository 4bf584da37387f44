### Слова, общие для фраз и страницы.

unit-km = { $n } км
unit-m = { $n } м
unit-km2 = { $n } км²
unit-s = { $n } с
unit-min = { $n } мин
unit-nm = { $n } м. мили
unit-share = { $n } %
unit-count = { $n }
unit-ratio = { $n }
unit-db = { $n } дБ
unit-raiders =
    { $count ->
        [one] { $n } цель
        [few] { $n } цели
        [many] { $n } целей
       *[other] { $n } цели
    }
unit-channels =
    { $count ->
        [one] { $n } канал наведения
        [few] { $n } канала наведения
        [many] { $n } каналов наведения
       *[other] { $n } канала наведения
    }
unit-opportunities =
    { $count ->
        [one] { $n } возможность обстрела
        [few] { $n } возможности обстрела
        [many] { $n } возможностей обстрела
       *[other] { $n } возможности обстрела
    }
unit-raids =
    { $count ->
        [one] { $n } налёт
        [few] { $n } налёта
        [many] { $n } налётов
       *[other] { $n } налёта
    }
unit-usd = { $n } долл. США
unit-usd-million = { $n } млн долл. США
grade-primary = первичные
grade-official = официальные
grade-press = пресса
grade-secondary = вторичные
grade-estimate = оценки
grade-unsourced = без источника
grade-assumed = принято
grade-inferred = выведено
class-airliner = авиалайнер
class-bomber = бомбардировщик
class-su-30 = класс Су-30
class-f-16 = класс F-16
class-f-35 = класс F-35
class-cruise-missile = крылатая ракета
class-stealthy-cruise = малозаметная крылатая ракета
class-male-uav = средневысотный БПЛА
class-one-way-drone = одноразовый БПЛА
class-quadcopter = квадрокоптер
class-ballistic = баллистическая ракета
class-decoy = ложная цель
class-anti-radiation = ракета с наведением на радар
force-first = первая партия
meaning-one-battery = одна батарея
meaning-two-batteries = две батареи
meaning-one-battalion = один дивизион
meaning-two-battalions = два дивизиона
meaning-one-regiment = один полк
meaning-never-arrives = не приходит никогда
contract-own = отдельный контракт
contract-within-first = в рамках первого контракта
contract-unsigned = ещё не подписан
placement-colocated = рядом с первой, в Мюртеде
placement-apart = отдельно, условно в Синопе
