### Words that sentences and page share: units, grades of evidence, target classes, readings of the word batch.

unit-km = { $n } km
unit-m = { $n } m
unit-km2 = { $n } km²
unit-s = { $n } s
unit-min = { $n } min
unit-nm = { $n } NM
unit-share = { $n } %
unit-count = { $n }
unit-ratio = { $n }
unit-db = { $n } dB
unit-raiders =
    { $count ->
        [one] { $n } raider
       *[other] { $n } raiders
    }
unit-channels =
    { $count ->
        [one] { $n } engagement channel
       *[other] { $n } engagement channels
    }
unit-opportunities =
    { $count ->
        [one] { $n } engagement opportunity
       *[other] { $n } engagement opportunities
    }
unit-raids =
    { $count ->
        [one] one raid
       *[other] { $n } raids
    }
unit-usd = { $n } US dollars
unit-usd-million = { $n } million US dollars
grade-primary = primary
grade-official = official
grade-press = press
grade-secondary = secondary
grade-estimate = estimated
grade-unsourced = unsourced
grade-assumed = assumed
grade-inferred = inferred
class-airliner = airliner
class-bomber = bomber
class-su-30 = Su-30 class
class-f-16 = F-16 class
class-f-35 = F-35 class
class-cruise-missile = cruise missile
class-stealthy-cruise = stealthy cruise missile
class-male-uav = medium-altitude UAV
class-one-way-drone = one-way drone
class-quadcopter = quadcopter
class-ballistic = ballistic missile
class-decoy = decoy
class-anti-radiation = missile that homes on a radar
force-first = the first batch
meaning-one-battery = one battery
meaning-two-batteries = two batteries
meaning-one-battalion = one battalion
meaning-two-battalions = two battalions
meaning-one-regiment = one regiment
meaning-never-arrives = never arrives
contract-own = a contract of its own
contract-within-first = within the first contract
contract-unsigned = not yet signed
placement-colocated = beside the first, at Mürted
placement-apart = apart, with Sinop as a stand-in
