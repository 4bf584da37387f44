### Words of the page. A key is the path in web/src/i18n/en.ts.

## everywhere

skip = Skip to the answer
brand = OpenIADS
strap = A simulation from public sources
scope-title = Scope
copied = Copied
copy-link = Copy link
copy = Copy
table = Table
figure = Figure
close = Close
unfold = Show the figure
export = Export
no-source = No citable source states this
simulated = simulation from public sources
undated = run undated
scenario = scenario
at-most = {"at most "}
below = {"below "}
over = {"over "}
about = {"about "}
language-switch = Language of the page
partly-translated = Partly translated; what is not is in English
to = –
keys-hint = Keys: press ? for the list
statuses-witness = witness
statuses-prior = prior, no source
statuses-game = game table, never a witness
statuses-inferred = inferred by us
export-failed = The picture could not be written; use your browser’s print to PDF.
broken = The data in this page could not be read.
source-count =
    { $n ->
        [one] { $n } source
       *[other] { $n } sources
    }
sources-of = Sources of: { $what }
from = {" "}(from { $reference })

## v0

v0-kicker = The answer
v0-yours = For your settings
v0-study = The study’s answer
v0-back = Back to the study’s answer
v0-counter = What would change it
v0-assumed = Only assumed, stated by no source
v0-evidence = What the answer rests on
v0-copy-sentence = Copy sentence with citation
v0-controls = Settings
v0-site = Site
v0-target = Target
v0-altitude = Altitude of the target
v0-reference = Reference
v0-references-agl = above ground
v0-references-amsl = above mean sea level
v0-references-fl = flight level
v0-refraction = Propagation
v0-percentiles-p10 = long reach, 10 % of the year
v0-percentiles-p50 = median
v0-percentiles-p90 = short reach, 10 % of the year
v0-seen = of the circle is seen
v0-engage = of the circle can be engaged
v0-far = first seen at, typical bearing
v0-low-high = between the shortest and the longest computed radar range
v0-nominal-only = nominal claims only
v0-weather-none = the weather alone hardly moves it
v0-no-engage = engagement of this class is not modelled yet
v0-not-modelled = not modelled yet
v0-engage-caveat = the engagement radar sees it and a missile can meet it in time
v0-assumed-more = { $n } more
v0-evidence-note = { $n } inputs by grade of evidence
v0-level = { $level } interval over the claims
v0-bearings = { $lo } to { $hi } on nine bearings in ten
v0-weather = the weather alone moves it from { $lo } to { $hi }
v0-far-caveat = sight and computed radar range{ $from } together
v0-terrain = terrain grade { $grade }, { $name }
v0-pd = Detection means Pd { $pd } in one scan, Pfa { $pfa }, Swerling { $swerling }.
v0-sentence = { $target } at { $altitude }: seen over { $atMost }{ $share } of the { $ring } km circle around { $site }{ $interval }, first at about { $far } on a typical bearing.
v0-nothing = { $target } at { $altitude }: not seen anywhere in the { $ring } km circle around { $site }.

## v1

v1-kicker = Ring against reality
v1-number = of the circle left with the corrections that are on
v1-corrections = Four corrections to the circle
v1-corrections-note = Each can be switched on and off by itself.
v1-legend = Legend
v1-legend-hatch = seen, not engageable
v1-legend-interval = outline at the lowest and highest claims and weather
v1-legend-flat = flat circles on a Mercator map
v1-legend-engage = limit of engagement
v1-flat-site = flat circle, scale read at the site
v1-flat-equator = flat circle, scale read at the equator
v1-projection = Azimuthal equidistant about the site: on this map a circle is a circle.
v1-roledescription = map with crosshair
v1-read-nothing = Point at the map, or focus it and use the arrow keys, to read bearing, range and floor.
v1-read-never = No altitude in the data is seen here.
v1-read-seen = The chosen target is seen here.
v1-read-engaged = It could also be engaged here.
v1-read-not-engaged = It could not be engaged here.
v1-read-not-modelled = Its engagement is not modelled yet.
v1-read-hidden = The chosen target is below the floor here.
v1-read-far = The chosen target is beyond the computed radar range here.
v1-pins = Pinned readings
v1-no-pins = None yet: press Enter on the map.
v1-remove = Remove
v1-cut-here = Cut a profile here
v1-ignored = What the ring ignores
v1-places = Places
v1-table-caption = Area and share of the ring by altitude and target, this site
v1-metrics-sight = in sight
v1-metrics-detect = detected
v1-metrics-engage = engageable
v1-places-caption = Lowest altitude seen over places inside the ring
v1-place-seen = seen
v1-place-engaged = seen, engageable
v1-place-hidden = not seen
v1-title = { $target } at { $altitude }: { $atMost }{ $share } of the { $ring } km circle is left
v1-title-ring = The circle as it is usually drawn: { $ring } km, every height, every target

## v2

v2-kicker = One batch or two
v2-a = A: first batch
v2-b = B: with the second
v2-show-a = Show A
v2-show-b = Show B
v2-slide = Slide A | B
v2-difference = Show difference
v2-show = Picture
v2-divider = Divider between A and B
v2-batch-means = “Batch” means
v2-placement = Second site
v2-placements-colocated = beside the first
v2-placements-apart = apart
v2-title-same-area = Beside the first, a second batch sees no farther
v2-title-never = If it never arrives, nothing changes
v2-number = area added on the map
v2-caveat-depth = Capacity is in closed form, not yet simulated.
v2-caveat-fought = These capacities are in closed form; what was simulated stands under Outcomes and Capacity.
v2-same = The two maps are equal: the second unit stands beside the first, so no cell changes. What changes is below.
v2-same-never = The two maps are equal: in this meaning nothing is delivered.
v2-legend-seen = seen at the chosen altitude
v2-legend-added = added by B
v2-legend-lost = lost in B
v2-legend-engage = limit of engagement
v2-multiples = What changes, metric by metric
v2-unclear = no clear difference
v2-no-change = no change
v2-area-unit = km²
v2-units-km2 = km²
v2-no-rows = The study holds no paired figures for this choice.
v2-table-caption = A against B, paired

## v3

v3-kicker = Vertical profile
v3-question = From what height is a target seen along this bearing?
v3-number = lowest altitude seen at 100 km on this bearing
v3-bearing = Bearing, degrees
v3-presets = Preset bearings
v3-scale = Level axis, low heights stretched
v3-floor-label = lowest altitude seen (median)
v3-floor-band = good and poor propagation
v3-terrain-label = terrain
v3-missile-label = missile’s lowest and highest intercept
v3-target-seen = thick where seen
v3-distance = distance from the site, km
v3-height = height above sea level, km
v3-cut-along = Cut along
v3-tab = a bearing
v3-corridor-tab = the corridor
v3-corridor-number = of the cells are inside engagement reach
v3-corridor-legend-none = outside
v3-corridor-legend-seen = seen
v3-corridor-legend-engage = engageable
v3-corridor-x = distance along the route, NM
v3-corridor-y = flight level
v3-yes = yes
v3-no = no

## v4

v4-kicker = What the picture looks like in time

## v5

v5-kicker = Engagement timeline

## v6

v6-kicker = Outcomes

## capacity

capacity-kicker = Capacity

## v8

v8-kicker = Sources
v8-title = Who says so, and who says otherwise?
v8-open = All sources
v8-show-all = Show all claims
v8-filter-text = Search
v8-filter-quantity = Quantity
v8-filter-grade = Grade
v8-filter-any = any
v8-filter-from = Said from
v8-filter-to = Said until
v8-export-csv = CSV
v8-export-bib = BibTeX
v8-export-csl = CSL-JSON
v8-believed = believed by the nominal run
v8-conflicts = Contradicted by
v8-fields-condition = Condition
v8-fields-speaker = Speaker
v8-fields-publisher = Publisher
v8-fields-title = Title
v8-fields-date = Said
v8-fields-link = Link
v8-fields-grade = Grade
v8-fields-status = Counts as
v8-fields-independence_group = Independence group
v8-fields-used_in = Used in
v8-fields-note = Note
v8-use-instead = Use this instead
v8-use-instead-note = Run this command; the page it writes is drawn with this claim pinned.
v8-nothing = No claim fits this filter.
v8-no-link = no link
v8-print-title = Sources believed in this run

## v9

v9-belief = What is said of its delivery, and how much it weighs
v9-belief-on = As of { $day }, the day of this study, whatever day is set above:
v9-witness = Witness
v9-side = Side
v9-last-word = Last word
v9-read-as = Read by us as
v9-weight = Share of the weight
v9-says-under-way = under way
v9-says-postponed = postponed
v9-contract = Which contract it rests on: told, not modelled

## keys

keys-title = Keys
keys-on = Single-key shortcuts are on
