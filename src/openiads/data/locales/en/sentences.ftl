### Sentences of OpenIADS. English is the language that they are written in; the other catalogues follow it.
### A message's attribute "counter" says what would change the sentence. A quantity $x comes with $x_interval (its
### interval in brackets, or nothing), $x_count (for plural forms) and $x_kind (fixed, spread, never, always or some).

## Numbers

interval =
    { $unit ->
        [share] {" "}({ $level } interval{ $over } { $low }–{ $high } %)
        [open] {" "}({ $level } interval{ $over } { $low } to { $high })
       *[other] {" "}({ $level } interval{ $over } { $low }–{ $high })
    }
over-claims = {" "}over the claims
over-weather = {" "}over the year's weather
unit-points = { $n } percentage points
unit-inr-million = { $n } million Indian rupees
odds = { $n } in 100
odds-few = fewer than 1 in 100
odds-most = more than 99 in 100
never = none
never-bound = {" "}(so below { $end ->
        [yes] { $bound }
       *[no] about { $bound }
    }{ $alike ->
        [yes] ; runs of one draw of belief go together
       *[no] {""}
    })
always = all
always-bound = {" "}(so above { $end ->
        [yes] { $bound }
       *[no] about { $bound }
    }{ $alike ->
        [yes] ; runs of one draw of belief go together
       *[no] {""}
    })
unit-draws =
    { $count ->
        [one] { $n } draw of belief
       *[other] { $n } draws of belief
    }

## Condition and evidence

condition = Condition: { $parts }.
condition-target = target { $words }
condition-altitude = altitude { $words }
condition-site = site { $words }
condition-raid = raid { $words }
condition-terrain = terrain grade { $words }
condition-as-of = set on { $words }
condition-claims =
    { $kind ->
        [dated] on claims of the ledger up to { $newest }
        [mixed] on claims of the ledger up to { $newest } and { $undated } without a date
       *[undated] on { $undated } of the ledger's claims without a date
    }
condition-detecting = { $words }
detecting = detected with probability { $pd } in a single scan, false-alarm probability { $pfa }, Swerling { $swerling }; believed are { $beliefs }
uncited = No citable source states the range of { $radars } at a known cross-section.
condition-placement = second batch { $words }
condition-arrival-arrives = the second batch is taken to arrive
condition-arrival-never = the second batch is taken never to arrive
condition-arrival-as-believed = whether the second batch arrives is believed draw by draw
model-coverage = sight and detection on terrain, median weather
model-smooth = smooth earth, 4/3 of its radius
model-closed-form = closed form, before any fight
model-fight = simulated raids; kill probabilities are assumed or claimed, never measured
model-ledger = what was said, not what happened
model-textbook = textbook formula
evidence =
    { $count ->
        [one] Rests on { $mix } input.
       *[other] Rests on { $mix } inputs.
    }
evidence-part = { $n } { $grade }
evidence-none = Rests on no claim.

## Target classes, with and without an article

target-airliner = an airliner
target-bomber = a bomber
target-su-30 = a Su-30-class fighter
target-f-16 = an F-16-class fighter
target-f-35 = an F-35-class fighter
target-cruise-missile = a cruise missile
target-stealthy-cruise = a stealthy cruise missile
target-male-uav = a medium-altitude drone
target-one-way-drone = a one-way drone
target-quadcopter = a quadcopter
target-ballistic = a short-range ballistic missile
target-decoy = a decoy
target-anti-radiation = a missile that homes on a radar
target-other = a target of class { $name }

reach-aerodynamic = {" "}against aerodynamic targets

## The answer of the strip

at-most = {"at most "}
at-least = {"at least "}
v0-depth = A second batch, read as { $meaning } { $placement }, would raise guidance channels from { $channels_a } to { $channels_b }, ready rounds from { $rounds_a } to { $rounds_b } and the targets that could each be given one salvo from { $raid_a } to { $raid_b } ({ $fought }), but add no covered area: one batch or two, { $target } at { $altitude } is detected over { $at_most }{ $seen } of the { $ring } ring, which is a claim of missile reach and not of sight.
v0-arrival-arrives = What a second batch changes is told on condition that it arrives.
v0-arrival-never = The second batch is taken never to arrive, so that arm B is arm A.
v0-arrival-mixed =
    { $text } { $side ->
        [under-way] Every draw believes it, so that what a second batch changes is told as if it came.
        [postponed] Every draw believes it, so that it does not come in time and arm B is arm A.
       *[both] Each draw believes one of them, so that the differences are a mixture of both.
    }
belief-one-side =
    No statement in the ledger says that the second batch came or that it never will. { $day ->
        [any] {""}
       *[other] By { $day }{" "}
    }{ $n ->
        [0] nobody speaks of its delivery.
        [one] one witness speaks of its delivery, { $who }, { $side ->
            [under-way] as under way
           *[postponed] as postponed
        }, and none against; one voice is no measure of chance.
       *[other] { $n } witnesses speak of its delivery, { $who }, { $side ->
            [under-way] as under way
           *[postponed] as postponed
        }, and none against; that is no measure of chance.
    }
belief-two-sides =
    No statement in the ledger says that the second batch came or that it never will. Of the { $n } witnesses who speak of its delivery{ $day ->
        [any] {""}
       *[other] {" "}by { $day }
    }, { $n_yes } { $n_yes ->
        [one] says
       *[other] say
    } that it is under way ({ $yes }) and { $n_no } that it is postponed ({ $no }). { $share } of the weight is with the first: a share of what witnesses weigh, not a probability of what will happen.
belief-pinned =
    Pinned by the user: { $who }, who { $side ->
        [under-way] says that the second batch is under way.
       *[postponed] says that the second batch is postponed.
    }
contract-side = { $words } ({ $who })
contract-told =
    Of the contract behind it { $n ->
        [one] one thing is said
       *[other] different things are said
    }{ $day ->
        [any] {""}
       *[other] {" "}by { $day }
    }: { $sides }. That is told here and moves no figure.
v0-closed-form = closed form, before any fight
v0-fought = closed form; fought against { $raid }, half of the raids leak from { $first } raiders on with the first batch, { $both } with both{ $clear ->
        [no] {" "}(no clear difference)
       *[yes] {""}
    }
v0-more-than = more than { $n }
v0-fewer-than = fewer than { $n }
raid-aircraft-wave = a wave of aircraft at one height
v0-never = A second batch that never arrives changes nothing: guidance channels stay at { $channels }, ready rounds at { $rounds }, and { $target } at { $altitude } is detected over { $at_most }{ $seen } of the { $ring } ring, which is a claim of missile reach and not of sight.
v0-apart = { $where }, it would add { $area } of detection against it, { $low } to { $high } km² with the weather.
v0-counter = This would change with the meaning of the word: { $others }. It also changes with what is believed: { $command } shows how far.
v0-counter-nothing = if it { $meaning } ({ $basis }) nothing changes
v0-counter-read = as { $claims } may be read
v0-counter-assumed = which is assumed, and no statement says it
v0-counter-brings = read as { $meaning } it brings { $channels } channels
v0-pinned = Pinned by the user: { $claims }.
v0-ground-binds = At { $altitude } ground and horizon set the limit, not the radars' power.
v0-terrain-doubt = Terrain of grade { $grade } over-states such cover: on two mountainous fine tiles { $median } ({ $low } to { $high }) of it was left.
v0-launchers = { $launchers } launchers a fire unit are assumed.
v0-uncited = No citable source states the range of { $radars } at a known cross-section; believed are { $beliefs }.
v0-uncited-radar = the { $radar }
v0-uncited-belief = { $claim } for the { $radar } ({ $grade }), { $range } at { $rcs } m² ({ $status })
v0-an-assumption = an assumption
v0-tight-share = { $n }%
rcs-stated = stated
rcs-class = class
rcs-assumed = assumed
not-known = not known

## Journalist

ring-and-sight = The { $ring } figure describes a missile's claimed reach{ $reach }; against { $target } at { $altitude } the same site would first see it at about { $first_sight }{ $first_sight_interval } even on perfectly smooth ground.
    .counter = This would change with another antenna height ({ $antenna }{ $antenna_interval } is taken) or another altitude; on real ground a ridge takes sight away, and a site on a hill gains some.
covered-share = From { $site }, { $at_most }{ $low_share }{ $low_share_interval } of the advertised { $ring } circle is covered against { $target } at { $low }, and { $at_most }{ $high_share }{ $high_share_interval } at { $high }.
    .counter = This would change with finer terrain, which hides more at low altitude, with the target's cross-section, and with the radar range that is believed.
statements = { $speaker } described { $object } as { $claimed } in { $said }{ $still ->
        [yes] , and as still to be { $claimed } in { $will_say }
       *[no] {""}
    }; against that, { $denier } said in { $denied_in }, in our words: { $denied }.
    .counter = This would change with a statement that one of the two takes back, or with a document that shows the contract; statements are told here, not events.
second-share =
    { $verdict ->
        [none] No clear difference: a second batch, read as { $meaning } { $placement }, leaves { $at_most }{ $share_a } and { $at_most }{ $share_b } of the { $ring } circle covered at { $altitude } against { $target } (paired difference { $change } of its area{ $change_interval }).
       *[clear] A second batch, read as { $meaning } { $placement }, would raise the covered share of the { $ring } circle at { $altitude } against { $target } from { $at_most }{ $share_a } to { $at_most }{ $share_b } (paired difference { $change } of its area{ $change_interval }).
    }
    .counter = This would change with the place of the second batch and with the meaning of the word; beside the first it sees no farther.
depth-not-reach =
    { $verdict ->
        [none] No clear difference: against { $raid }, the raid size at which half of the raids leak is { $raid_a }{ $raid_a_interval } with the first batch and { $raid_b }{ $raid_b_interval } with a second one, read as { $meaning } { $placement } (paired difference { $bound }{ $change }{ $change_interval }).
        [fewer] Against { $raid }, a second batch, read as { $meaning } { $placement }, lowers the raid size at which half of the raids leak from { $raid_a }{ $raid_a_interval } to { $raid_b }{ $raid_b_interval } (paired difference { $change }{ $change_interval }).
       *[more] Against { $raid }, a second batch, read as { $meaning } { $placement }, raises the raid size at which half of the raids leak from { $raid_a }{ $raid_a_interval } to { $raid_b }{ $raid_b_interval } (paired difference { $bound }{ $change }{ $change_interval }){ $reach ->
            [same] , without adding any area in which { $target } at { $altitude } is detected
           *[other] {""}
        }.
    }
    .counter = This would change with the kill probability of a round, which no open source measures, with the missiles in stock, with the place of the second batch, and with a raid that comes from one side or in waves.
depth-closed-form =
    { $verdict ->
        [none] No clear difference: with a second batch, read as { $meaning } { $placement }, the number of targets that could each be given one salvo is { $raid_b }{ $raid_b_interval }, without it { $raid_a }{ $raid_a_interval } (paired difference { $change }{ $change_interval }).
       *[clear] A second batch, read as { $meaning } { $placement }, raises the number of targets that could each be given one salvo from { $raid_a }{ $raid_a_interval } to { $raid_b }{ $raid_b_interval } (paired difference { $change }{ $change_interval }){ $reach ->
            [same] , without adding any area in which { $target } at { $altitude } is detected
           *[other] {""}
        }.
    }
    .counter = This would change with the place of the second batch and with the channels and ready rounds of a fire unit that are believed; a fight, in which rounds miss, leaves less.
hangs-on =
    The mean of the draws, { $metric } { $at_most }{ $value }{ $value_interval }, { $mainly ->
        [yes] depends mainly on { $quantity }
       *[no] is moved most, of all disputed claims, by those on { $quantity }
    }{ $known ->
        [yes] , which by { $mainly ->
            [yes] itself explains
           *[no] themselves explain
        } { $alone }{ $alone_interval } of the variance
       *[no] {""}
    }; if { $rival } is right instead of { $believed }, it becomes { $at_most }{ $other } instead of { $at_most }{ $here }, a change of { $change }{ $change_interval }.
    .counter = This would change if another disputed claim turned out to be wrong by more than its sources disagree.

## OSINT mapper

hidden-below = { $out } out { $bearing }, a target below { $at_least }{ $floor } AMSL{ $floor_interval } is hidden from { $site }, by { $blocker ->
        [curve] the curve of the earth
        [ground] ground of { $ridge }
       *[none] nothing
    } at { $distance }.
    .counter = This would change with finer terrain, with another position inside the rounding cell of a reported site, and with the weather.
raised-radar = Moving the radar { $higher } higher changes smooth-earth first sight of a target at { $altitude } from about { $before }{ $before_interval } to about { $after }{ $after_interval }.
    .counter = This would change with terrain: what stands between the hill and the target hides it as before.
provenance = The study behind this overlay uses { $claim_count } { $claim_count_count ->
        [one] claim
       *[other] claims
    } (listed in { $claims }; the newest is of { $newest }), set on { $as_of }, scenario hash { $scenario_hash }, ledger hash { $ledger_hash }.
    .counter = This would change with the ledger: a corrected or added claim gives another hash.

## Policy analyst

opportunities =
    { $warning_known ->
        [all] With { $channels } and { $warning }{ $warning_interval } between first track and arrival, { $force } gets { $depth } against { $target } that comes alone and is never hit (median of { $runs } runs in { $draws }; { $level } of the runs { $low }–{ $high }).
        [some] With { $channels } and { $warning }{ $warning_interval } between first track and arrival in the { $tracked } of { $runs } runs in which it is tracked, { $force } gets { $depth } against { $target } that comes alone and is never hit (median of all runs, in { $draws }; { $level } of the runs { $low }–{ $high }).
       *[no] With { $channels }, { $force } gets { $depth } against { $target } that comes alone and is never hit, and that it tracks in none of { $runs } runs in { $draws } (median; { $level } of the runs { $low }–{ $high }).
    }
    .counter = This would change with the altitude and speed of the target, and with the time from track to launch that is believed.
no-leak = Of { $runs } simulated raids of { $raiders } against { $force }, in { $draws }, { $share } ended with no leaker{ $share_interval }.
    .counter = This would change with the kill probability of a round, with the mix of missiles in stock, and with how well the force is warned.
knee =
    { $verdict ->
        [none] No clear difference at any size of { $raid } that was fought, { $least } to { $most }: { $meaning } more { $placement } takes away { $removed }{ $removed_interval } leakers on average at { $largest }, and at every size the paired interval spans zero.
        [harms] Against { $raid }, { $meaning } more { $placement } lets more through: at { $largest }, { $added }{ $added_interval } leakers more on average.
        [both] Against { $raid }, { $meaning } more { $placement } takes away { $removed }{ $removed_interval } leakers on average at { $helped }, but lets { $added }{ $added_interval } more through at { $largest }.
        [always] Against { $raid }, { $meaning } more { $placement } helps at every size that was fought, { $least } to { $most }; at { $largest } it takes away { $removed }{ $removed_interval } leakers on average.
        [some] Against { $raid }, { $meaning } more { $placement } helps from { $least } raiders on; at { $largest } it takes away { $removed }{ $removed_interval } leakers on average{ $beyond ->
            [yes] , and at { $most } the difference is not clear
           *[no] {""}
        }.
        [little] Against { $raid }, { $meaning } more { $placement } barely helps at any size that was fought, { $least } to { $most }: where the difference is clear it is below half a leaker on average, { $removed }{ $removed_interval } at { $largest }.
       *[found] Against { $raid }, { $meaning } more { $placement } barely helps up to { $knee }, where it takes away fewer than half a leaker on average or no clear number; at { $largest } it takes away { $removed }{ $removed_interval } leakers on average{ $beyond ->
            [yes] , and at { $most } the difference is not clear
           *[no] {""}
        }.
    }
    .counter = This would change with the meaning of batch, with its place, and with a raid that the first force already stops or that overwhelms both.
stand-alone =
    { $verdict ->
        [none] No clear difference: stand-alone, { $force } starts its engagement { $later }{ $later_interval } later than if cued by the network.
        [earlier] Stand-alone, { $force } starts its engagement { $later }{ $later_interval } earlier than if cued by the network.
       *[later] Stand-alone, { $force } starts its engagement { $later }{ $later_interval } later than if cued by the network.
    }
    .counter = This would change with how far the fire units' own radars see, and with the delay of the network.
cost =
    Cost per stopped target is { $low } to { $high } of rounds in { $year } prices ({ $level } interval over the runs{ $prices ->
        [single] {""}
       *[several] {" "}and the range of the prices
    }), on { $prices ->
        [single] the single published price in the ledger
       *[several] published prices, which differ by a factor of { $factor }
    }{ $noted ->
        [yes] {" "}({ $note })
       *[no] {""}
    }{ $left_out ->
        [some] {" "}(not counted, for want of a published price: rounds of { $unpriced })
       *[none] {""}
    }; of the value of what the raid flew at, { $defended }{ $defended_interval } was not hit, and { $rounds_left }{ $rounds_left_interval } of the ready rounds are left.
    .counter = This would change with any one price claim; the ratio says nothing without what was defended and what is left to defend it.
inputs = Of { $all } inputs { $undisputed } { $undisputed_count ->
        [one] is
       *[other] are
    } undisputed, { $disputed } disputed, { $unsourced } stated only by a source that cannot be cited and { $assumed } assumed.
    .counter = This would change with a citable source for what is assumed or has none.

## Wargame designer

adjudication = Roll { $die }: { $rolls } leakers, for { $raiders } against { $force } with full magazines.
    .counter = This would change with the state of the magazines and with the raid; openiads crt prints the whole table.
magazines = Of { $runs } simulated raids of { $raiders }, in { $draws }, { $empty } left { $force } at some moment without a ready round{ $empty_interval }{ $reload_known ->
        [yes] ; from then to the first reload { $reload } pass (median of these raids; { $level } of them { $soonest } to { $latest })
       *[no] {""}
    }.
    .counter = This would change with the reloads at hand, which no source counts, and with the doctrine of fire.

## Classroom

fourth-root = Halving transmit power cuts free-space range to { $power }; a tenfold smaller cross-section to { $rcs }.
    .counter = This would change where the horizon or the ground, not power, sets the limit.
swerling = At { $snr }, one pulse, Swerling 1, false-alarm probability { $pfa }, detection probability is { $pd }.
    .counter = This would change with the fluctuation case and the number of pulses.
two-shots = Two independent shots at { $shot } give { $both }; ten such targets still leak { $leak } on average, and none leaks in { $none } of raids.
    .counter = This would change if shots fail together, as they do when one cause spoils both.
assignment = Sharing out { $weapons } rounds between targets worth { $values }, the greedy rule leaves { $greedy } and the optimum { $best }.
    .counter = This would change with the values and the assumed chances of a hit; the two often agree.

## Civil aviation

airliner-exposure = On published figures, radars taken to stand at { $place }{ $standing ->
        [arrives] {" "}and, with a second batch that arrives, at { $second_place }, could together
        [believed] {" "}and, in the draws that believe that a second batch arrives, at { $second_place }, could together
       *[first] , could
    } observe an airliner at { $level } over { $at_most }{ $distance }{ $distance_interval } of the route { $route }; the hazard of concern is misidentification, not reach alone.
    .counter = This would change with the route, the terrain under it and the radar range that is believed; follow your authority's notices.
buffer = A { $buffer } buffer equals { $kilometres }; the maximum reach that sources publish of the { $missiles }{ $stock ->
        [assumed] , which are assumed to be in stock,
       *[stated] {""}
    } spans { $low } to { $high }.
    .counter = This would change with the missiles that are really in stock, which no source states.

## Report and press kit

report-title = Appendix
report-sentences = Sentences
report-undrafted = What these results do not carry
report-table = Numbers
report-tables = Tables
report-comparison = A against B, for each meaning of the word batch
report-sensitivity = Sensitivity
report-figures = Figures
report-seeds = Seeds, versions and hashes
report-what = What
report-value = Value
report-sources = Sources
report-scope = A simulation from public sources that often disagree. Not for operational planning, targeting or flight decisions.
press-title = Press kit
press-what = Each figure comes as PNG at two densities and as SVG, with its numbers as CSV, its caption (.txt) and a description for who does not see it (.alt.txt). Print a number with its condition and interval.
press-credit = Credit line
press-made = Made on
press-files = Files
